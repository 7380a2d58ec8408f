import type { Month } from '#domain/month.ts'
import type { Names } from '#features/parse-names.ts'

/** The stages of a party's life with the bank, in the order in which they are looked at. */
export const stages = [
    'potential',
    'lost',
    'dormant',
    'won_back',
    'new',
    'declining',
    'growing',
    'stable',
] as const
export type Stage = (typeof stages)[number]

/** How parties of a stage are managed. */
export const managementModes = ['attract', 'onboard', 'serve', 'rebuild'] as const
export type ManagementMode = (typeof managementModes)[number]

/** Why a party is in its stage; a closed list. `aum_unknown`: the stage before was kept. */
export const stageReasons = [
    'no_account',
    'accounts_closed',
    'dormant_long',
    'not_active',
    'active_again',
    'first_account',
    'aum_fell',
    'activity_fell',
    'aum_rose',
    'activity_rose',
    'neither',
    'aum_unknown',
] as const
export type StageReason = (typeof stageReasons)[number]

/** One version of the rules of the lifecycle, in force from a month on. */
export type LifecyclePolicy = {
    readonly version: string
    readonly name: Names
    /** The first version of all also serves the months before it. */
    readonly effectiveFrom: Month
    /** Months of being dormant that make lost. */
    readonly lostMonths: number
    /** Days without a transaction of the customer's own. */
    readonly dormantDays: number
    /** Month-average assets in whole units of the base currency: less is dormant. */
    readonly dormantAumBelow: number
    /** Months that won back lasts. */
    readonly wonBackMonths: number
    /** Days since the first account, the last of them included. */
    readonly newDays: number
    readonly declining: TrendRule
    readonly growing: TrendRule
    readonly modes: Readonly<Record<Stage, StageMode>>
}

/** When a change of assets or activity is a trend. */
export type TrendRule = {
    /** The least change, in ten-thousandths of the base. */
    readonly by: number
    /** Months one after the other. */
    readonly months: number
    /** Whole units of the base currency a month. */
    readonly aumMin: number
    /** Transactions a month. */
    readonly transactionsMin: number
    /** Months for which the mean before the first change is kept as the base. */
    readonly baseMonths: number
}

/** How a stage is managed, in a word and in a sentence. */
export type StageMode = { readonly mode: ManagementMode; readonly text: Names }

/** A version wherever it comes from, by its month. */
type Version = { readonly policy: Pick<LifecyclePolicy, 'effectiveFrom'> }

/**
 * The version that a month follows: the latest that has come into effect by then, before the first
 * that one; null where there is none.
 */
export function lifecycleInForce<T extends Version>(
    versions: readonly T[],
    month: Month,
): T | null {
    const sorted = versions.toSorted(
        (left, right) => left.policy.effectiveFrom - right.policy.effectiveFrom,
    )
    return sorted.findLast(({ policy }) => policy.effectiveFrom <= month) ?? sorted[0] ?? null
}
