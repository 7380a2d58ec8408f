import type { Month } from '#domain/month.ts'
import type { Language } from '#domain/say.ts'
import type { EarnedCause, GivenCause } from './assignment.ts'

/** Money as text in the base currency, exact: `1234567.80`; measures have six digits. */
export type AmountText = string

/**
 * What a trial adds up beside the number of parties: a name, and the feature of the last month
 * that it sums. Contribution, cost and load follow here when their features exist.
 */
export const trialSums = [{ id: 'assets', feature: 'aum_avg_month' }] as const
export type TrialSum = (typeof trialSums)[number]['id']

/** Parties with what they add up to. */
export type TrialSize = {
    readonly parties: number
    readonly sums: Readonly<Record<TrialSum, AmountText>>
}

/** A step of a ladder as a trial shows it, lowest first. */
export type TrialTier = {
    readonly id: string
    readonly name: Readonly<Record<Language, string>>
    /** Null for the base tier. */
    readonly atLeast: AmountText | null
}

/** A policy of a trial: one version, or those in force month by month. */
export type TrialPolicy = {
    readonly versions: readonly string[]
    /** The tiers at the last month. */
    readonly tiers: readonly TrialTier[]
    /** Whether its closes were there already; else they were made for the trial. */
    readonly isStored: boolean
}

type WithTiers = { readonly tiers: readonly { readonly id: string }[] }

/** The ids of the tiers of both policies, lowest first; one that is dropped keeps its place. */
export function trialTiers({
    before,
    after,
}: {
    readonly before: WithTiers
    readonly after: WithTiers
}): readonly string[] {
    const ids = after.tiers.map(({ id }) => id)
    before.tiers.forEach(({ id }, place) => {
        if (!ids.includes(id)) ids.splice(Math.min(place, ids.length), 0, id)
    })
    return ids
}

/** Parties by the tier given; null: without a tier. */
export type TierCount = { readonly tier: string | null; readonly parties: number }

/** How many parties each tier has after the close of a month. */
export type TrialMonth = {
    readonly month: Month
    readonly before: readonly TierCount[]
    readonly after: readonly TierCount[]
}

/** Parties by the tier that each policy gives at the last month; null: none. */
export type TrialCell = TrialSize & { readonly from: string | null; readonly to: string | null }

/** Parties near the threshold of a tier: just below it (`up`), just above it (`down`). */
export type NearCount = { readonly tier: string; readonly up: number; readonly down: number }

/** How one policy comes to the tier of a party. */
export type MoverReason = {
    readonly tier: string | null
    readonly earnedTier: string | null
    /** Null where the party is not on the ladder. */
    readonly earnedCause: EarnedCause | null
    readonly cause: GivenCause | null
    readonly rule: string | null
    readonly rawTier: string | null
    readonly route: number | null
    readonly measure: AmountText | null
}

/** A party to which the two policies give different tiers at the last month. */
export type TrialMover = {
    readonly partyId: string
    readonly recordKey: string
    /** Masked; null where the systems deliver none. */
    readonly name: string | null
    readonly branch: string | null
    readonly direction: 'up' | 'down' | 'other'
    readonly sums: Readonly<Record<TrialSum, AmountText | null>>
    readonly before: MoverReason
    readonly after: MoverReason
}

/** What a policy would have done to a base, beside what another one did. Nothing is published. */
export type Trial = {
    readonly ladder: string
    readonly name: Readonly<Record<Language, string>>
    readonly currency: string
    readonly from: Month
    readonly to: Month
    readonly before: TrialPolicy
    readonly after: TrialPolicy
    readonly months: readonly TrialMonth[]
    readonly matrix: readonly TrialCell[]
    readonly near: { readonly before: readonly NearCount[]; readonly after: readonly NearCount[] }
    /** Parties that one policy places higher than the other, and those placed alike. */
    readonly moved: {
        readonly up: TrialSize
        readonly down: TrialSize
        readonly other: TrialSize
        readonly same: TrialSize
    }
    /** The largest first; restricted parties only for compliance. */
    readonly movers: readonly TrialMover[]
    /** How many movers may be listed; `movers` may be cut. */
    readonly moversListed: number
}
