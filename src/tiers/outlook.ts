import {
    addDecimal,
    atScale,
    compareDecimal,
    type Decimal,
    multiplyDecimal,
} from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import type { Assignment, Outlook } from './assignment.ts'
import { measureScale } from './judge-facts.ts'
import { levelOf, type NearBand, type Policy, type Tier, tierAt } from './policy.ts'
import { closesOfGrandfather, firstReviewAfter } from './review-calendar.ts'

/**
 * What follows from an assignment and the policy of its month: the same as `writeOutlook` says
 * of all. Everything but the tiers above and below is null at a missing close.
 */
export function outlookOf(policy: Policy, assignment: Assignment): Outlook {
    const { measure, route } = assignment
    const raw = levelOf(policy, assignment.rawTier)
    const earned = levelOf(policy, assignment.earnedTier)
    const next = raw === null || raw + 1 === policy.tiers.length ? null : tierAt(policy, raw + 1)
    const kept = raw === null || earned === null || raw >= earned ? null : tierAt(policy, earned)
    return {
        reviewsLeft: kept === null ? null : reviewsLeftOf({ policy, assignment, held: kept }),
        nextTier: next?.id ?? null,
        nextGap: gapOf({ measure, atLeast: next?.atLeast ?? null }),
        keepGap: gapOf({ measure, atLeast: kept?.atLeast ?? null }),
        near: raw === null || route !== null ? null : nearOf({ policy, raw, measure }),
    }
}

const one: Decimal = { units: 1n, scale: 0 }

/** From where on a measure is near a tier from below: θ · (1 − up), exact. */
export function nearFrom(atLeast: Decimal, { up }: NearBand): Decimal {
    return multiplyDecimal(atLeast, addDecimal(one, { units: -up.units, scale: up.scale }))
}

/** Until where a measure is near the tier from above: θ · (1 + down), exact. */
export function nearUntil(atLeast: Decimal, { down }: NearBand): Decimal {
    return multiplyDecimal(atLeast, addDecimal(one, down))
}

/**
 * Whether a measure lies just below the tier above the raw one (`up`) or just above the raw
 * one's own threshold (`down`); where the bands overlap, up. By measure and thresholds alone.
 */
function nearOf({
    policy,
    raw,
    measure,
}: {
    readonly policy: Policy
    readonly raw: number
    readonly measure: Decimal | null
}): 'up' | 'down' | null {
    const { near } = policy
    if (near === null || measure === null) return null
    const isWithin = (from: Decimal, until: Decimal): boolean =>
        compareDecimal(measure, from) >= 0 && compareDecimal(measure, until) < 0
    const above: Tier | undefined = policy.tiers[raw + 1]
    if (above?.atLeast != null && isWithin(nearFrom(above.atLeast, near), above.atLeast)) {
        return 'up'
    }
    const own = tierAt(policy, raw).atLeast
    return own !== null && isWithin(own, nearUntil(own, near)) ? 'down' : null
}

/**
 * How many reviews a party below its tier has until it falls at the last of them, if nothing
 * changes: the first review at which the wait, the grace of newcomers and the version's
 * grandfather closes are all over.
 */
function reviewsLeftOf({
    policy,
    assignment: { month, belowCount, closesSinceEntry },
    held,
}: {
    readonly policy: Policy
    readonly assignment: Assignment
    readonly held: Tier
}): number {
    const ofWait = held.wait - belowCount
    return Math.max(ofWait, reviewsOfGrace({ policy, month, closesSinceEntry }))
}

/**
 * The number, from 1, of the first downgrade review after a close at which both the grace of a
 * newcomer and the version's grandfather closes are over.
 */
export function reviewsOfGrace({
    policy,
    month,
    closesSinceEntry,
}: {
    readonly policy: Policy
    readonly month: Month
    readonly closesSinceEntry: number
}): number {
    const ofGrace = firstReviewAfter(policy.grace + 1 - closesSinceEntry, { policy, month })
    const ofVersion = firstReviewAfter(closesOfGrandfather(policy, month), { policy, month })
    return Math.max(ofGrace, ofVersion, 1)
}

/** What a measure lacks to a threshold, never below 0; null where one of them is unknown. */
function gapOf(gap: {
    readonly measure: Decimal | null
    readonly atLeast: Decimal | null
}): Decimal | null {
    const { measure, atLeast } = gap
    if (measure === null || atLeast === null) return null
    if (compareDecimal(measure, atLeast) >= 0) return { units: 0n, scale: measureScale }
    const whole = atScale(atLeast, measureScale).units
    return { units: whole - atScale(measure, measureScale).units, scale: measureScale }
}
