import { join } from 'node:path'
import { type Day, firstDayOf, formatMonth, lastDayOf, type Month, monthOf } from '#domain/month.ts'
import { type Failure, failure, refuse } from '#domain/result.ts'
import type { Contract } from '#sources/contract.ts'
import type { BankContext } from './bank-context.ts'
import { tablesLateFor } from './batches/freshness.ts'
import { loadContract } from './load-contract.ts'
import type { FinishedStep } from './run-steps.ts'

/** What a check of the data's reach looks at: what is built, and the day that is asked for. */
type Reach = { readonly steps: readonly FinishedStep[]; readonly asOf: Day }

/**
 * Balances are carried forward from day to day, so a day long after the last booking would show
 * old money as new: it is refused.
 */
export async function checkDataReaches(
    context: BankContext,
    { steps, asOf }: Reach,
): Promise<void> {
    const last = await lastOf(context, {
        step: steps.find(({ model }) => model === 'identity.transactions'),
        column: 'booked_date',
    })
    if (last === null || last >= firstDayOf(monthOf(asOf))) return
    refuse('pipeline.data_ends_before', { month: formatMonth(monthOf(asOf)), last })
}

/** A system whose data does not reach the month that is asked for. */
export type LateBatch = {
    readonly system: string
    /** The table that is missing; null where the system's bookings and balances told it. */
    readonly table: string | null
    /** The last day that is known; null: nothing is there. */
    readonly last: Day | null
}

/**
 * What does not reach into the month. Tables that their contract calls due are known from the
 * store; a system without any is looked at: its last booking lies before the month, or its last
 * known balance. One that delivers neither cannot be told late.
 */
export async function findLateBatches(
    context: BankContext,
    { steps, asOf, systems }: Reach & { readonly systems: readonly string[] },
): Promise<readonly LateBatch[]> {
    const contracts: Contract[] = []
    for (const system of systems) {
        contracts.push((await loadContract(context.modelRoots, system)).contract)
    }
    const due = contracts.filter(({ tables }) =>
        tables.some((table) => table.due !== null && table.period !== null),
    )
    const told = await tablesLateFor(context.db, due, monthOf(asOf))
    const looked = await findEndedSystems(context, {
        steps,
        asOf,
        systems: systems.filter((system) => !due.some((one) => one.system === system)),
    })
    return [...told.map(({ system, table, reach: last }) => ({ system, table, last })), ...looked]
}

/** What is said of a system or a table that is late for a month. */
export function lateFailure({ system, table, last }: LateBatch, month: Month): Failure {
    const params = { system, month: formatMonth(month) }
    if (table === null) return failure('pipeline.batch_missing', { ...params, last: last ?? '' })
    return failure('pipeline.table_late', { ...params, table, last: last ?? 'none' })
}

async function findEndedSystems(
    context: BankContext,
    { steps, asOf, systems }: Reach & { readonly systems: readonly string[] },
): Promise<readonly LateBatch[]> {
    const month = monthOf(asOf)
    const found: LateBatch[] = []
    for (const system of systems) {
        const stepOf = (table: string): FinishedStep | undefined =>
            steps.find(({ model }) => model === `identity.${system}__${table}`)
        const booked = await lastOf(context, {
            step: stepOf('transactions'),
            column: 'booked_date',
        })
        const balanced = await lastOf(context, {
            step: stepOf('balances'),
            column: 'case when balance_avg is not null then month end',
        })
        const balancedDay = balanced === null ? null : lastDayOf(Number(balanced))
        const late = [booked, balancedDay]
            .filter((day): day is Day => day !== null && day < firstDayOf(month))
            .sort()
        const [last] = late
        if (last !== undefined) found.push({ system, table: null, last })
    }
    return found
}

async function lastOf(
    { warehouse, folders }: BankContext,
    { step, column }: { readonly step: FinishedStep | undefined; readonly column: string },
): Promise<string | null> {
    if (step === undefined) return null
    const relation = warehouse.parquet([join(folders.snapshots, step.path)])
    const [row] = await warehouse.rows(`select max(${column}) as last from ${relation}`)
    return row === undefined || row.last === null ? null : String(row.last)
}
