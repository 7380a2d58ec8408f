import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Contract, tableOf } from '#sources/contract.ts'
import type { SourceDatabase } from '#store/source-database.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { TableFacts, TypedDelivery } from '../batches/batch.ts'
import { type ImportProgress, importBatch } from '../import/import-batch.ts'

/** A delivery that is held against a contract outside of any bank. */
export type TriedDelivery = {
    readonly warehouse: Warehouse
    readonly contract: Contract
    readonly contractText: string
    /** The folder of the files, or the name of the database. */
    readonly folder: string
    /** The database that tables are queried from; null: none. */
    readonly database: SourceDatabase | null
    /** The tables that are delivered; null: all of the contract. */
    readonly only: readonly string[] | null
    /** A folder that is not there yet, on a disk with room for all files. */
    readonly work: string
    readonly signal: AbortSignal
    readonly onProgress: (progress: ImportProgress) => void
}

/**
 * Does all that an import does and keeps nothing. `look` sees the typed tables before they go; what
 * it makes of them is returned with what was counted of each table. Throws Refusal with every
 * fault, as an import does.
 */
export async function tryDelivery<T>(
    { contract, work, ...tried }: TriedDelivery,
    look: (typed: TypedDelivery) => Promise<T>,
): Promise<{ readonly tables: readonly TableFacts[]; readonly seen: T }> {
    await mkdir(work)
    const found: { tables: readonly TableFacts[]; seen: T }[] = []
    await importBatch({
        ...tried,
        contract,
        ledger: { find: async () => null, latest: async () => null, record: async () => {} },
        into: { batches: work, tmp: work },
        isDry: true,
        examine: async (typed) => {
            const tables = typed.tables.map((counts): TableFacts => {
                const { delivery } = tableOf(contract, counts.table)
                const nothing = { columns: [], reach: null, periods: null, late: [] }
                return { ...counts, delivery, ...nothing }
            })
            found.push({ tables, seen: await look(typed) })
            return tables
        },
    })
    const [only] = found
    if (only === undefined) throw new Error('a delivery that nobody has taken is looked at')
    return only
}

/** The Parquet of a typed table. */
export function typedTable(
    { warehouse, typed }: { readonly warehouse: Warehouse; readonly typed: TypedDelivery },
    table: string,
): string {
    return warehouse.parquet([join(typed.folder, table)])
}
