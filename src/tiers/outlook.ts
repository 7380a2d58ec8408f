import { addDecimal, compareDecimal, type Decimal, multiplyDecimal } from '#domain/decimal.ts'
import type { Month } from '#domain/month.ts'
import { type NearBand, type Policy, type Review, type Tier, tierAt } from './policy.ts'

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
export function nearOf({
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

/** How far apart reviews are, in closes, and how many closes away the next one is. */
export function rhythmOf(review: Review, month: Month): { every: number; next: number } {
    if (review === 'monthly') return { every: 1, next: 1 }
    return { every: 3, next: 3 - ((month % 100) % 3) }
}

/**
 * How many reviews a party below its tier has until it falls at the last of them, if nothing
 * changes: the first review at which both the wait and the grace of newcomers are over.
 */
export function reviewsLeftOf({
    policy,
    month,
    earned,
    belowCount,
    closesSinceEntry,
}: {
    readonly policy: Policy
    readonly month: Month
    readonly earned: number
    readonly belowCount: number
    readonly closesSinceEntry: number
}): number {
    const { every, next } = rhythmOf(policy.downgrade.review, month)
    const ofWait = tierAt(policy, earned).wait - belowCount
    const closesOfGrace = policy.grace + 1 - closesSinceEntry - next
    const ofGrace = 1 + Math.ceil(closesOfGrace / every)
    return Math.max(ofWait, ofGrace, 1)
}
