import { join } from 'node:path'
import { type Contract, tableOf } from '#sources/contract.ts'
import type { QualityCount } from '#sources/quality.ts'
import { betweenQuery, type TableRows } from '#sources/quality-between.ts'
import { type QualityQuery, qualityCounts, qualityQuery } from '#sources/quality-sql.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { TypedDelivery } from '../batches/batch.ts'

/** A delivery to measure. */
export type MeasuredDelivery = {
    readonly contract: Contract
    readonly typed: TypedDelivery
    /** The records of another system, `sample:customer`, as they stand; null: none yet. */
    readonly recordsOf: (record: string) => Promise<TableRows | null>
}

/**
 * Counts every check of every table of a delivery: one statement a table, and one for each other
 * system whose records it names.
 */
export async function measureQuality(
    warehouse: Warehouse,
    { contract, typed, recordsOf }: MeasuredDelivery,
): Promise<readonly QualityCount[]> {
    const counted: QualityCount[] = []
    for (const intake of typed.tables) {
        const table = tableOf(contract, intake.table)
        const relation = warehouse.parquet([join(typed.folder, table.name)])
        const query = qualityQuery(table, relation)
        const counts = await ask(warehouse, query)
        counted.push(...qualityCounts(table, { asked: query.asked, counts, intake }))
        for (const column of table.columns) {
            if (column.sameAs === null) continue
            const other = await recordsOf(column.sameAs)
            if (other === null) continue
            const between = betweenQuery({ table, relation }, { column, other })
            if (between === null) continue
            const found = await ask(warehouse, between)
            counted.push(
                ...between.asked.map((asked, place): QualityCount => {
                    const { failed = 0, checked = 0 } = found[place] ?? {}
                    return { table: table.name, ...asked, failed, checked }
                }),
            )
        }
    }
    return counted
}

type Found = { readonly failed: number; readonly checked: number }

async function ask(warehouse: Warehouse, { sql, asked }: QualityQuery): Promise<readonly Found[]> {
    const [row] = await warehouse.rows(sql)
    return asked.map((_, place) => ({
        failed: Number(row?.[`f${place}`] ?? 0),
        checked: Number(row?.[`c${place}`] ?? 0),
    }))
}
