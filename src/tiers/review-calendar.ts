import { addMonths, endsQuarter, type Month, monthsBetween } from '#domain/month.ts'
import type { Policy, Review } from './policy.ts'

/** Whether a review falls on the close of a month. */
export function isDue(rhythm: Review, month: Month): boolean {
    return rhythm === 'monthly' || endsQuarter(month)
}

/** How far apart reviews are, in closes, and how many closes away the next one is. */
export function rhythmOf(review: Review, month: Month): { every: number; next: number } {
    if (review === 'monthly') return { every: 1, next: 1 }
    return { every: 3, next: 3 - ((month % 100) % 3) }
}

/** The first close of a version at which its reviews take a tier away again. */
export function grandfatherEnd({ effectiveFrom, onChange }: Policy): Month {
    return addMonths(effectiveFrom, onChange.grandfather)
}

/** How many closes after that of a month the grandfather closes end; 0 or less: they are over. */
export function closesOfGrandfather(policy: Policy, month: Month): number {
    return monthsBetween({ from: month, to: grandfatherEnd(policy) })
}

/**
 * The number, from 1, of the first downgrade review after a close that lies so many closes ahead
 * of it or more; 0 or less where every one does.
 */
export function firstReviewAfter(
    closes: number,
    { policy, month }: { readonly policy: Policy; readonly month: Month },
): number {
    const { every, next } = rhythmOf(policy.downgrade.review, month)
    return 1 + Math.ceil((closes - next) / every)
}
