import { type Contract, tableOf } from '#sources/contract.ts'
import { quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { presentTable } from './present-table.ts'
import type { SourcePart } from './source-table.ts'

/** Rows of a table that would name a parent which is not there. */
export type OrphanCount = {
    readonly table: string
    readonly parent: string
    readonly rows: number
}

/** Where the tables of a system lie, and what each is put together from. */
type Standing = {
    readonly contract: Contract
    /** The parts of each table of each system, in the order in which they were taken. */
    readonly parts: ReadonlyMap<string, readonly SourcePart[]>
    /** The folder of all batches. */
    readonly batches: string
    readonly warehouse: Warehouse
}

/**
 * The rows that would be left without a parent if a batch did not count: those of later batches
 * that name a row which only this one brings.
 */
export async function orphansWithout(
    batchId: string,
    standing: Standing,
): Promise<readonly OrphanCount[]> {
    const { contract, parts, warehouse } = standing
    const others = [...parts].map(([name, all]): [string, readonly SourcePart[]] => [
        name,
        all.filter((one) => one.batchId !== batchId),
    ])
    const without = { ...standing, parts: new Map(others) }
    const found: OrphanCount[] = []
    for (const { name: table, relations } of contract.tables) {
        const children = presentTable({ ...without, table })
        if (children === null) continue
        for (const { columns, to: parent } of relations) {
            const named = { columns, key: tableOf(contract, parent).key }
            const before = presentTable({ ...standing, table: parent })
            const after = presentTable({ ...without, table: parent })
            if (before === null || before === after) continue
            const isLost = after === null ? '' : `and not exists (${namedParent(after, named)})`
            const [row] = await warehouse.rows(
                `select count(*) as orphans from ${children} children ` +
                    `where exists (${namedParent(before, named)}) ${isLost}`,
            )
            const rows = Number(row?.orphans ?? 0)
            if (rows > 0) found.push({ table, parent, rows })
        }
    }
    return found
}

/** A select from the parents that a row of `children` names. */
function namedParent(
    parents: string,
    { columns, key }: { readonly columns: readonly string[]; readonly key: readonly string[] },
): string {
    const same = columns.map(
        (column, index) => `parents.${quoted(key[index] ?? column)} = children.${quoted(column)}`,
    )
    return `select 1 from ${parents} parents where ${same.join(' and ')}`
}
