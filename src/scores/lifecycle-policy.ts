import type { Month } from '#domain/month.ts'
import type { Names } from '#features/parse-names.ts'
import type { ManagementMode, Stage } from '#features/stage-words.ts'

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
