import type { Month } from '#domain/month.ts'
import type { EarnedCause, GivenCause } from '#tiers/assignment.ts'

/**
 * A tier given to a party for a month, in the words of the doors; money is exact text. Of a
 * restricted one a viewer who is not of compliance gets the tier given and nulls.
 */
export type AssignmentView = {
    readonly ladder: string
    readonly month: Month
    readonly edition: number
    readonly measure: string | null
    readonly rawTier: string | null
    readonly route: number | null
    readonly earnedTier: string | null
    /** Null only where it is withheld. */
    readonly earnedCause: EarnedCause | null
    readonly tier: string | null
    /** Null only where it is withheld. */
    readonly cause: GivenCause | null
    readonly rule: string | null
    /** Whether a confidential rule holds: only compliance sees more than the tier given. */
    readonly restricted: boolean
    readonly belowCount: number | null
    readonly upCount: number | null
    readonly staleCount: number | null
    readonly closesSinceEntry: number | null
    readonly reviewsLeft: number | null
    readonly nextTier: string | null
    readonly nextGap: string | null
    readonly keepGap: string | null
    readonly near: 'up' | 'down' | null
    readonly qualifiedFor: string | null
    readonly assets: string | null
}
