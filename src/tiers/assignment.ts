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
    'merged',
    'split',
    'left',
] as const
export type EarnedCause = (typeof earnedCauses)[number]

/** The last step that changed the tier given. The list is closed. */
export const givenCauses = [
    'earned',
    'floored',
    'granted',
    'overridden',
    'capped',
    'override_expired',
] as const
export type GivenCause = (typeof givenCauses)[number]

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
    /** The highest tier above raw that only lacks the party's enrolment. */
    readonly qualifiedFor: string | null
    /** The tier given on the first day of the service month, and the last step that changed it. */
    readonly tier: string | null
    readonly cause: GivenCause
    /** What made that step: the id of a floor or cap, of an override or grant; `express`. */
    readonly rule: string | null
    /** Whether a confidential cap holds: only compliance may see more than the tier given. */
    readonly isRestricted: boolean
}

/** What follows from an assignment and its policy alone; derived on reading, never carried. */
export type Outlook = {
    /** While raw is below earned: reviews until the tier falls if nothing changes. */
    readonly reviewsLeft: number | null
    /** The tier above raw, and what the measure lacks to its threshold. */
    readonly nextTier: string | null
    readonly nextGap: Decimal | null
    /** While raw is below earned: what the measure lacks to the threshold of the earned tier. */
    readonly keepGap: Decimal | null
    readonly near: 'up' | 'down' | null
}

/** An override (破格) as one close or one day meets it. */
export type Override = {
    readonly overrideId: number
    readonly mode: 'at_least' | 'exactly'
    readonly tier: string
    /** The id of a cap, not a hard one, that it takes away; null: none. */
    readonly lifts: string | null
    /** Whether it serves the month; false: one served the month before and none does now. */
    readonly serves: boolean
}

/** A grant (体验等级) that holds on the day asked for. */
export type Grant = {
    /** Null: by the express rule. */
    readonly grantId: number | null
    readonly tier: string
}

/** What the consenting adults of one household hold in one month, each counted once. */
export type Household = {
    /** The sum of the known measures of its members, scale 6; null where none is known. */
    readonly sum: Decimal | null
    /** Members who certainly belong to the population: only they enter the sum. */
    readonly members: number
    /** Those among them whose own measure is unknown; they count 0 in the sum. */
    readonly unknown: number
}

/**
 * A party that identity has joined to another one, or taken apart, since the last close. A part
 * of a party taken apart is one change each, the party itself included where it remains a part.
 */
export type PartyChange = {
    readonly kind: 'merged' | 'split'
    readonly oldPartyId: string
    readonly newPartyId: string
}
