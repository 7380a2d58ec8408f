import type { Kysely } from 'kysely'
import { Refusal } from '#domain/result.ts'
import type { Contract } from '#sources/contract.ts'
import type { TableRows } from '#sources/quality-between.ts'
import type { Tables } from '#store/tables.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { presentTable } from '../batches/present-table.ts'
import { readParts } from '../batches/read-sources.ts'
import { loadContract } from '../load-contract.ts'

/** What is needed to read the rows of other systems as they stand. */
export type StandingContext = {
    readonly db: Kysely<Tables>
    readonly warehouse: Warehouse
    readonly modelRoots: readonly string[]
    readonly folders: { readonly batches: string }
}

/**
 * Finds the records of a system by `sample:customer`, as all batches that count make them; null
 * where the system is not known, has no such records or has delivered none. Each is looked up once.
 */
export function standingRecords(
    context: StandingContext,
): (record: string) => Promise<TableRows | null> {
    const known = new Map<string, Promise<TableRows | null>>()
    return async (record) => {
        const found = known.get(record) ?? findRecords(context, record)
        known.set(record, found)
        return await found
    }
}

async function findRecords(context: StandingContext, record: string): Promise<TableRows | null> {
    const { db, warehouse, modelRoots, folders } = context
    const [system = '', entity = ''] = record.split(':')
    const contract = await contractOf(modelRoots, system)
    const table = contract?.tables.find((one) => one.record === entity)
    if (contract === null || table === undefined) return null
    const relation = presentTable({
        ...{ contract, table: table.name, parts: await readParts(db) },
        ...{ batches: folders.batches, warehouse },
    })
    return relation === null ? null : { table, relation }
}

/** The contract of a system; null where nobody has one. Faults of a contract go up. */
async function contractOf(modelRoots: readonly string[], system: string): Promise<Contract | null> {
    try {
        return (await loadContract(modelRoots, system)).contract
    } catch (cause) {
        const isUnknown =
            cause instanceof Refusal &&
            cause.failures.every(({ code }) => code === 'pipeline.system_unknown')
        if (isUnknown) return null
        throw cause
    }
}
