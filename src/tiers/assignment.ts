import type { Decimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'

/** Why the earned tier is what it is after a close. The list is closed. */
export const earnedCauses = [
    'entered',
    'upgraded',
    'rising',
    'downgraded',
    'protected',
    'unchanged',
    'unreviewed',
    'stale',
    'untiered',
    'left',
] as const
export type EarnedCause = (typeof earnedCauses)[number]

/** What one close hands to the next, and nothing else. Tiers are ids: ladders may change. */
export type TierState = {
    readonly earnedTier: string | null
    readonly earnedCause: EarnedCause
    /** Downgrade reviews below the earned tier, in a row, and the best level among them. */
    readonly belowCount: number
    readonly belowTierMax: string | null
    /** Upgrade reviews above the earned tier, in a row, and the lowest level among them. */
    readonly upCount: number
    readonly upTierMin: string | null
    /** Downgrade reviews without a measure, in a row; one above `keep` once that is passed. */
    readonly staleCount: number
    /** Closes since the party entered; 0 at entry. */
    readonly closesSinceEntry: number
}

/** The tier of one party on one ladder after one close, with its reasons: a row of the result. */
export type Assignment = TierState & {
    readonly ladder: string
    readonly month: Month
    /** In the base currency, scale 6, never rounded; null where it is unknown. */
    readonly measure: Decimal | null
    /** The highest tier whose own test holds this month; null where that cannot be known. */
    readonly rawTier: string | null
    /** The route of `also_by`, from 1, that gave the raw tier where the measure would not have. */
    readonly route: number | null
    /** The tier given, and the step that set it. */
    readonly tier: string | null
    readonly cause: 'earned'
    /** While raw is below earned: reviews until the tier falls if nothing changes. */
    readonly reviewsLeft: number | null
    /** The tier above raw, and what the measure lacks to its threshold. */
    readonly nextTier: string | null
    readonly nextGap: Decimal | null
    /** While raw is below earned: what the measure lacks to the threshold of the earned tier. */
    readonly keepGap: Decimal | null
    readonly near: 'up' | 'down' | null
    /** The highest tier above raw that only lacks the party's enrolment. */
    readonly qualifiedFor: string | null
}
