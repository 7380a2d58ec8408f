import { join } from 'node:path'
import type { Failure } from '#domain/result.ts'
import type { Contract } from '#sources/contract.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { badCells, type Listed, type NumberedText, orphans, repeatedKeys } from './faults.ts'
import type { DeliveredFile } from './files.ts'
import { numberRecords } from './numbered.ts'
import type { TextFile } from './text.ts'

/** A delivered file, what reading it brought to light, and the path of its copy as UTF-8. */
export type TableReading = {
    readonly file: DeliveredFile
    readonly text: TextFile
    readonly copy: string
}

/**
 * Lists every fault of a delivery, table by table in the order of the contract, within a table in
 * the order of the lines. Relations to a table whose own keys cannot be trusted are left out: they
 * would only repeat its faults.
 */
export async function listFaults(
    readings: readonly TableReading[],
    options: {
        readonly warehouse: Warehouse
        readonly contract: Contract
        /** An empty folder for the numbered texts. */
        readonly folder: string
        readonly onTable: (table: string) => void
    },
): Promise<Listed> {
    const { warehouse, contract, folder, onTable } = options
    const parts = new Map<string, Listed[]>()
    const texts = new Map<string, NumberedText>()
    const trusted = new Set<string>()
    for (const { file, text, copy } of readings) {
        const { table, name } = file
        onTable(table.name)
        parts.set(table.name, [text])
        if (!text.readable) continue
        const path = join(folder, `${table.name}.csv`)
        await numberRecords({ table, format: contract.files, source: copy, target: path })
        const numbered = { table, name, format: contract.files, path, numbered: true }
        texts.set(table.name, numbered)
        const cells = await badCells(warehouse, numbered)
        const keys = await repeatedKeys(warehouse, numbered)
        parts.get(table.name)?.push(cells, keys)
        const ofKey = (one: Failure): boolean => table.key.includes(String(one.params.column))
        const isWhole = text.failures.length === 0 && cells.unlisted === 0
        if (isWhole && !cells.failures.some(ofKey)) trusted.add(table.name)
    }
    for (const child of texts.values()) {
        for (const relation of child.table.relations) {
            const parent = texts.get(relation.to)
            if (parent === undefined || !trusted.has(relation.to)) continue
            const found = await orphans(warehouse, { child, parent, relation })
            parts.get(child.table.name)?.push(found)
        }
    }
    const tables = [...parts.values()]
    return {
        failures: tables.flatMap(inLineOrder),
        unlisted: tables.flat().reduce((sum, part) => sum + part.unlisted, 0),
    }
}

function inLineOrder(parts: readonly Listed[]): readonly Failure[] {
    const failures = parts.flatMap((part) => part.failures)
    return failures.toSorted((left, right) => (left.at?.line ?? 0) - (right.at?.line ?? 0))
}
