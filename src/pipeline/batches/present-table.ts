import { join } from 'node:path'
import type { Contract } from '#sources/contract.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { nameOf } from './read-sources.ts'
import { sourceRelation } from './source-relation.ts'
import { type SourcePart, sourceTableOf } from './source-table.ts'

/** SQL of the rows of a table as its batches make it up; null where none brought it. */
export function presentTable(about: {
    readonly contract: Contract
    readonly table: string
    readonly parts: ReadonlyMap<string, readonly SourcePart[]>
    /** The folder of all batches. */
    readonly batches: string
    readonly warehouse: Warehouse
}): string | null {
    const { contract, table, batches, warehouse } = about
    const parts = about.parts.get(nameOf({ system: contract.system, table })) ?? []
    if (parts.length === 0) return null
    return sourceRelation(sourceTableOf(contract, { table, parts }), ({ batchId }) =>
        warehouse.parquet([join(batches, batchId, table)]),
    )
}
