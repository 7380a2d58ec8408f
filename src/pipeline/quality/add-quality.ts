import type { Contract } from '#sources/contract.ts'
import type { TableFacts, TypedDelivery } from '../batches/batch.ts'
import { measureQuality } from './measure-quality.ts'
import { type StandingContext, standingRecords } from './standing-rows.ts'

/** Typed tables before they are recorded, and what is known of them already. */
export type ExaminedDelivery<T extends TableFacts> = {
    readonly contract: Contract
    readonly typed: TypedDelivery
    readonly tables: readonly T[]
}

/** Adds to what is kept of each table of a delivery how good its data is. */
export async function addQuality<T extends TableFacts>(
    context: StandingContext,
    { contract, typed, tables }: ExaminedDelivery<T>,
): Promise<readonly T[]> {
    const recordsOf = standingRecords(context)
    const counts = await measureQuality(context.warehouse, { contract, typed, recordsOf })
    return tables.map((facts) => ({
        ...facts,
        quality: counts.filter(({ table }) => table === facts.table),
    }))
}
