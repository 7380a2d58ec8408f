import type { Month } from '#domain/month.ts'
import type { TierState } from './assignment.ts'
import { levelOf, type Policy } from './policy.ts'

/** A state in levels of the policy in force: what the rules of a close compute with. */
export type LevelState = {
    readonly earned: number | null
    readonly belowCount: number
    readonly belowMax: number | null
    readonly upCount: number
    readonly upMin: number | null
    readonly staleCount: number
    readonly closesSinceEntry: number
}

/** No reviews counted, in either direction. */
export const noCounts = { belowCount: 0, belowMax: null, upCount: 0, upMin: null } as const

/** What a close knows of a party that it has never seen, or that had left. */
export const neverSeen: LevelState = {
    ...noCounts,
    earned: null,
    staleCount: 0,
    closesSinceEntry: 0,
}

/**
 * The level that a tier id stands for under a policy: its own, else that of the id by which the
 * policy replaces it; null where it is neither.
 */
export function levelInForce(policy: Policy, tier: string | null): number | null {
    if (tier === null) return null
    return levelOf(policy, tier) ?? levelOf(policy, policy.onChange.replaces[tier] ?? null)
}

/**
 * What the last close left behind, under the policy in force. Where a version makes one tier of
 * two, a run of reviews that touched the tier held is over: nobody rises to, or falls to, the
 * tier already held.
 */
export function takeOverState(
    before: TierState,
    { policy, month }: { readonly policy: Policy; readonly month: Month },
): LevelState {
    const earned = levelInForce(policy, before.earnedTier)
    const belowMax = levelInForce(policy, before.belowTierMax)
    const upMin = levelInForce(policy, before.upTierMin)
    const isReset = policy.onChange.below === 'reset' && month === policy.effectiveFrom
    const isBelow = !isReset && belowMax !== null && earned !== null && belowMax < earned
    const isAbove = upMin !== null && earned !== null && upMin > earned
    return {
        earned,
        belowCount: isBelow ? before.belowCount : 0,
        belowMax: isBelow ? belowMax : null,
        upCount: isAbove ? before.upCount : 0,
        upMin: isAbove ? upMin : null,
        staleCount: before.staleCount,
        closesSinceEntry: before.closesSinceEntry,
    }
}
