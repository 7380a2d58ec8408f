import { lastDayOf, type Month } from '#domain/month.ts'
import type { BankContext } from './bank-context.ts'
import { buildPlan } from './execute-plan.ts'
import { planRun } from './run-bank.ts'
import { relationOfStep } from './run-steps.ts'

const balanceModels = 'identity.*__balances'

/**
 * The last month whose average balances every system has delivered that delivers any; null where
 * none has. `latest` is a month that no data lies behind, such as that of today. What has to be
 * built for the answer is kept, as any step of a run.
 */
export async function lastKnownMonth(context: BankContext, latest: Month): Promise<Month | null> {
    const { warehouse } = context
    const plan = await planRun(context, { asOf: lastDayOf(latest), select: [balanceModels] })
    const built = await buildPlan(context, { plan, kind: 'run' })
    const steps = built.steps.filter(({ model }) => /^identity\.\w+__balances$/.test(model))
    const months: Month[] = []
    for (const step of steps) {
        const relation = relationOfStep(step, context)
        const [row] = await warehouse.rows(
            `select max(case when balance_avg is not null then month end) as last
            from ${relation} balances where month <= ${latest}`,
        )
        if (row?.last !== null && row?.last !== undefined) months.push(Number(row.last))
    }
    return months.length === 0 ? null : Math.min(...months)
}
