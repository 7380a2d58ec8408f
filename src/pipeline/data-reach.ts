import { join } from 'node:path'
import { type Day, firstDayOf, formatMonth, lastDayOf, monthOf } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { BankContext } from './bank-context.ts'
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

/** A system whose latest batch ends before the month that is asked for. */
export type LateBatch = { readonly system: string; readonly last: Day }

/**
 * The systems whose latest batch does not reach into the month: its last booking lies before it,
 * or its last known balance. A system that delivers neither cannot be told late.
 */
export async function findLateBatches(
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
        if (last !== undefined) found.push({ system, last })
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
