import type { Day, Month } from '#domain/month.ts'
import type { Language } from '#domain/say.ts'
import type { FeatureSpread } from './feature-spread.ts'

/** Money as text in the base currency, exact: `1234567.80`. */
export type MoneyText = string

/** A tier of the ladder, lowest first. */
export type SummaryTier = {
    readonly id: string
    readonly name: Readonly<Record<Language, string>>
    /** The threshold of the measure; null for the base tier. */
    readonly atLeast: MoneyText | null
}

/** Parties and their assets; `tier` null stands for parties without a tier (untiered). */
export type TierSize = {
    readonly tier: string | null
    readonly parties: number
    readonly assets: MoneyText
}

/** Parties that moved, or stayed, in the last close; null: new, left, or without a tier. */
export type Migration = {
    readonly from: string | null
    readonly to: string | null
    readonly parties: number
    /** Assets of the month closed; of the month before for those who left. */
    readonly assets: MoneyText
}

/** What one close did. */
export type MonthOfTiers = {
    readonly month: Month
    readonly tiers: readonly TierSize[]
    /** Earned causes, with the number of parties. */
    readonly causes: Readonly<Record<string, number>>
}

/** A party just below (`up`) or just above (`down`) a threshold. */
export type NearParty = {
    /** `berka:client:17` */
    readonly recordKey: string
    /** Masked; null where the systems deliver none. */
    readonly name: string | null
    readonly branch: string | null
    readonly direction: 'up' | 'down'
    readonly tier: string | null
    /** The tier above for `up`, the tier it may fall from for `down`. */
    readonly threshold: { readonly tier: string; readonly at: MoneyText }
    readonly measure: MoneyText
    /** What is missing to the threshold (`up`) or what stands above it (`down`). */
    readonly gap: MoneyText
}

/** A party whose tier changed in the last close, or that is protected from a change. */
export type MovedParty = {
    /** `berka:client:17` */
    readonly recordKey: string
    /** Masked; null where the systems deliver none. */
    readonly name: string | null
    readonly branch: string | null
    readonly from: string | null
    readonly to: string | null
    readonly cause: string
    readonly measure: MoneyText | null
    /** Reviews left before the tier falls; null where it is not protected. */
    readonly reviewsLeft: number | null
}

/** A whole bank's result on one ladder at one close: what the terminal and the report show. */
export type Summary = {
    readonly bank: {
        readonly baseCurrency: string
        readonly demo: boolean
        readonly systems: readonly string[]
    }
    readonly run: {
        readonly runId: string
        readonly asOf: Day
        readonly codeVersion: string
        readonly engine: string
        readonly policyKey: string
    }
    readonly ladder: { readonly id: string; readonly name: Readonly<Record<Language, string>> }
    readonly tiers: readonly SummaryTier[]
    /** The closes, oldest first; the last one is the month shown. */
    readonly months: readonly MonthOfTiers[]
    readonly migrations: readonly Migration[]
    readonly near: {
        readonly up: { readonly parties: number; readonly gap: MoneyText }
        readonly down: { readonly parties: number; readonly assets: MoneyText }
        /** The nearest ones, at most 20 each way. */
        readonly parties: readonly NearParty[]
    }
    /** The largest upgrades, downgrades and protected ones, at most 10 each. */
    readonly moved: readonly MovedParty[]
    /** What was found in the data; `code` has a text `exports.finding.<code>`. */
    readonly findings: readonly { readonly code: string; readonly count: number }[]
    /** How the main features are spread in the month shown; none where nobody looked. */
    readonly spreads: readonly FeatureSpread[]
}
