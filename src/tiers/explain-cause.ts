import { evaluateCondition, type Facts } from '#features/evaluate-condition.ts'
import type { Assignment, TierState } from './assignment.ts'
import type { Sentence, Term } from './explanation.ts'
import type { Policy } from './policy.ts'

/** What the sentence about a cause is made from. */
export type CauseFacts = {
    readonly assignment: Assignment
    readonly before: TierState | null
    readonly facts: Facts | null
    readonly policy: Policy
}

/** What a close made of the raw level, in one sentence. */
export function causeSentences({
    assignment,
    before,
    facts,
    policy,
}: CauseFacts): readonly Sentence[] {
    const { earnedTier, earnedCause, reviewsLeft } = assignment
    if (earnedTier === null) return [{ key: 'untiered', terms: {} }]
    const tier: Term = { tier: earnedTier }
    const from: Term = { tier: before?.earnedTier ?? earnedTier }
    switch (earnedCause) {
        case 'entered': {
            const isFirst = before === null || before.earnedCause === 'left'
            return [{ key: isFirst ? 'entered' : 'entered_again', terms: { tier } }]
        }
        case 'upgraded':
            return [{ key: 'upgraded', terms: { from, tier } }]
        case 'downgraded': {
            const { dropAtOnce } = policy
            const isAtOnce =
                dropAtOnce !== null &&
                facts !== null &&
                evaluateCondition(dropAtOnce, facts) === true
            if (!isAtOnce) return [{ key: 'downgraded', terms: { from, tier } }]
            const condition: Term = { condition: dropAtOnce }
            return [{ key: 'dropped_at_once', terms: { from, tier, condition } }]
        }
        case 'rising': {
            const count = { count: assignment.upCount }
            const after = { count: policy.upgrade.after }
            return [{ key: 'rising', terms: { tier, count, after } }]
        }
        case 'protected': {
            const count = { count: assignment.belowCount }
            return [{ key: 'protected', terms: { tier, count, ...fallTerms(assignment, policy) } }]
        }
        case 'unreviewed': {
            if (reviewsLeft === null) return [{ key: 'unreviewed', terms: { tier } }]
            return [{ key: 'unreviewed_below', terms: { tier, ...fallTerms(assignment, policy) } }]
        }
        case 'stale': {
            const [count, keep] = [{ count: assignment.staleCount }, { count: policy.missingKeep }]
            return [{ key: 'stale', terms: { tier, count, keep } }]
        }
        default:
            return [{ key: earnedCause, terms: { tier } }]
    }
}

/** When a tier falls if nothing changes, and where to. */
function fallTerms(
    { rawTier, belowTierMax, reviewsLeft }: Assignment,
    { downgrade }: Policy,
): Readonly<Record<'left' | 'to', Term>> {
    const best = downgrade.to === 'best_of_wait' ? belowTierMax : null
    return { left: { count: reviewsLeft ?? 1 }, to: { tier: best ?? rawTier ?? '' } }
}
