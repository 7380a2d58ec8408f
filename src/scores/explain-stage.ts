import type { Say, TextParams } from '#domain/say.ts'
import type { StageReason } from '#features/stage-words.ts'
import type { LifecyclePolicy } from './lifecycle-policy.ts'

/** What a stage's reason is told with. Amounts are in cents of the base currency. */
export type StageFigures = {
    readonly idleDays: number
    readonly dormantMonths: number
    readonly wonBackMonths: number
    readonly aum: MovedFigure
    readonly activity: MovedFigure
}

/** A figure of the last known month, and the three months together that it is compared with. */
export type MovedFigure = {
    readonly last: bigint | null
    /** Null: it does not lie under, or over, what was before. */
    readonly fall: bigint | null
    readonly rise: bigint | null
}

/** A stage's reason with its figures, the rules, and how money is written. */
export type ReasonTold = {
    readonly reason: StageReason
    readonly figures: StageFigures
    readonly policy: LifecyclePolicy
    /** Writes cents of the base currency with the currency. */
    readonly money: (cents: bigint) => string
}

/** Says in one sentence why a party is in its stage. */
export function sayStageReason({ reason, figures, policy, money }: ReasonTold, say: Say): string {
    const { aum, activity, idleDays, dormantMonths, wonBackMonths } = figures
    const amount = (cents: bigint | null): string => (cents === null ? '–' : money(cents))
    const mean = (sum: bigint | null): bigint | null => (sum === null ? null : sum / 3n)
    const transactions = (sum: bigint | null): string =>
        sum === null ? '–' : (Number(sum) / 3).toFixed(1)
    const params: TextParams = {
        days: idleDays,
        dormant_months: dormantMonths,
        won_back_month: wonBackMonths,
        won_back_months: policy.wonBackMonths,
        new_days: policy.newDays,
        aum: amount(aum.last),
        floor: money(100n * BigInt(policy.dormantAumBelow)),
        transactions: Number(activity.last ?? 0n),
        aum_before: amount(mean(reason === 'aum_fell' ? aum.fall : aum.rise)),
        transactions_before: transactions(
            reason === 'activity_fell' ? activity.fall : activity.rise,
        ),
    }
    return say(`scores.stage.${reason}`, params)
}
