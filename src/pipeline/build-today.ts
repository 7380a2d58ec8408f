import type { Day } from '#domain/month.ts'
import { assertDayEnds } from './assert-day-ends.ts'
import type { BankContext } from './bank-context.ts'
import { eachOnce, type FinishedRun, recordRun } from './execute-plan.ts'
import { type Plan, planOf } from './run-bank.ts'
import { runSteps } from './run-steps.ts'

/** A day that is built, and the plan by which its snapshots are found. */
export type BuiltDay = FinishedRun & { readonly plan: Plan }

/**
 * Builds a day and writes its manifest. Whether the data reaches the day is told by its day-ends
 * alone: on the first days of a month nothing may be booked yet. Throws Refusal as
 * {@link assertDayEnds} does, and then nothing is recorded.
 */
export async function buildToday(
    context: BankContext,
    { plan, asOf }: { readonly plan: Plan; readonly asOf: Day },
): Promise<BuiltDay> {
    const { models } = plan
    const options = { ...context, models, onProgress: eachOnce(context, plan.steps.length) }
    const ground = plan.steps.filter(({ month }) => month === null)
    await runSteps(ground, options)
    // Only now is it known which months the ground has left as they were.
    const grounded = await planOf(context, plan)
    const steps = await runSteps(grounded.steps, options)
    await assertDayEnds(context, { steps, asOf })
    const run = await recordRun(context, { plan: grounded, kind: 'run', steps, late: [] })
    return { ...run, plan: grounded }
}
