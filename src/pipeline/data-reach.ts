import { type Day, firstDayOf, formatMonth, lastDayOf, type Month, monthOf } from '#domain/month.ts'
import { type Failure, failure, refuse } from '#domain/result.ts'
import type { Contract } from '#sources/contract.ts'
import type { BankContext } from './bank-context.ts'
import { tablesLateFor } from './batches/freshness.ts'
import { loadContract } from './load-contract.ts'
import { planSteps, type Step } from './plan.ts'
import type { Plan } from './run-bank.ts'
import { isBuilt, relationOfStep } from './run-steps.ts'

/**
 * Balances are carried forward from day to day, so a day long after the last booking would show
 * old money as new: it is refused.
 */
export async function checkDataReaches(context: BankContext, plan: Plan): Promise<void> {
    const { asOf } = plan.prepared.inputs
    const booked = { model: 'identity.transactions', column: 'booked_date' }
    const last = await lastOf(context, { plan, ...booked })
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
    plan: Plan,
): Promise<readonly LateBatch[]> {
    const { asOf, systems } = plan.prepared.inputs
    const contracts: Contract[] = []
    for (const system of systems) {
        contracts.push((await loadContract(context.modelRoots, system)).contract)
    }
    const due = contracts.filter(({ tables }) =>
        tables.some((table) => table.due !== null && table.period !== null),
    )
    const told = await tablesLateFor(context.db, due, monthOf(asOf))
    const others = systems.filter((system) => !due.some((one) => one.system === system))
    const looked = await findEndedSystems(context, { plan, systems: others })
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
    { plan, systems }: { readonly plan: Plan; readonly systems: readonly string[] },
): Promise<readonly LateBatch[]> {
    const month = monthOf(plan.prepared.inputs.asOf)
    const found: LateBatch[] = []
    for (const system of systems) {
        const lastIn = (table: string, column: string): Promise<string | null> =>
            lastOf(context, { plan, model: `identity.${system}__${table}`, column })
        const booked = await lastIn('transactions', 'booked_date')
        const balanced = await lastIn(
            'balances',
            'case when balance_avg is not null then month end',
        )
        const balancedDay = balanced === null ? null : lastDayOf(Number(balanced))
        const late = [booked, balancedDay]
            .filter((day): day is Day => day !== null && day < firstDayOf(month))
            .sort()
        const [last] = late
        if (last !== undefined) found.push({ system, table: null, last })
    }
    return found
}

type Looked = { readonly plan: Plan; readonly model: string; readonly column: string }

/**
 * The greatest value of a column; null where there is none, or what tells it was neither asked for
 * nor ever built.
 */
async function lastOf(
    context: BankContext,
    { plan, model, column }: Looked,
): Promise<string | null> {
    const { warehouse } = context
    const { models, prepared } = plan
    const twin = models.get(model)?.twin
    if (twin === undefined) return null
    const { inputs } = prepared
    const stepOf = async (month: Month | null): Promise<Step | undefined> => {
        const target = { model, month, ladder: null }
        const steps = planSteps([target], { models, inputs, warehouse })
        for (const one of steps) {
            if (!one.isView && !(await isBuilt(one, context.folders))) return undefined
        }
        return steps.at(-1)
    }
    const step = twin.view
        ? await stepOf(monthOf(inputs.asOf))
        : plan.steps.find((one) => one.model === model && one.month === null)
    if (step === undefined) return null
    const greatest = async (of: Step): Promise<string | null> => {
        const relation = relationOfStep(of, context)
        const [row] = await warehouse.rows(`select max(${column}) as last from ${relation} looked`)
        return row === undefined || row.last === null ? null : String(row.last)
    }
    const last = await greatest(step)
    if (last !== null || step.month === null) return last
    // Nothing lies in the month itself: only then are all the others looked through.
    const whole = await stepOf(null)
    return whole === undefined ? null : await greatest(whole)
}
