import { addMonths, type Month } from '#domain/month.ts'
import { evaluateCondition, type Facts } from '#features/evaluate-condition.ts'
import type { Assignment, Outlook, TierState } from './assignment.ts'
import type { Sentence, Term } from './explanation.ts'
import { levelOf, type Policy, type Review } from './policy.ts'
import { grandfatherEnd, rhythmOf } from './review-calendar.ts'

/** A party that was joined to this one, or that this one was taken from, by its record key. */
export type ExplainedChange = {
    readonly kind: 'merged' | 'split'
    readonly partyId: string
    /** What people know it by: the record key where it is still there, else the id. */
    readonly name: string
}

/** What the sentences about a cause are made from. */
export type CauseFacts = {
    readonly assignment: Assignment
    readonly outlook: Outlook
    readonly before: TierState | null
    readonly facts: Facts | null
    readonly policy: Policy
    readonly changes: readonly ExplainedChange[]
}

/** What a close made of the raw level, and of what identity and a new version had changed. */
export function causeSentences(explained: CauseFacts): readonly Sentence[] {
    return [
        ...changeSentences(explained.changes),
        ...versionSentences(explained),
        causeSentence(explained),
        ...patienceSentences(explained),
    ]
}

function changeSentences(changes: readonly ExplainedChange[]): readonly Sentence[] {
    return (['merged', 'split'] as const).flatMap((kind) => {
        const some = changes.filter((change) => change.kind === kind)
        if (some.length === 0) return []
        const parties = { text: some.map(({ name }) => name).join(', ') }
        return [{ key: `${kind}_with`, terms: { parties } }]
    })
}

/** A tier that the version before had and this one calls by another id. */
function versionSentences({ before, policy }: CauseFacts): readonly Sentence[] {
    const old = before?.earnedTier ?? null
    const tier = tierNow(policy, old)
    if (old === null || tier === null || old === tier) return []
    const terms = { version: { text: policy.version }, from: { tier: old }, tier: { tier } }
    return [{ key: 'replaced', terms }]
}

/** The id that a tier of the version before has now; null where it has none. */
function tierNow(policy: Policy, tier: string | null): string | null {
    if (tier === null || levelOf(policy, tier) !== null) return tier
    return policy.onChange.replaces[tier] ?? null
}

function causeSentence(explained: CauseFacts): Sentence {
    const { assignment, outlook, before, policy } = explained
    const { earnedTier, earnedCause, month, rawTier } = assignment
    if (earnedTier === null) return { key: 'untiered', terms: {} }
    const tier: Term = { tier: earnedTier }
    const from: Term = { tier: tierNow(policy, before?.earnedTier ?? null) ?? earnedTier }
    switch (earnedCause) {
        case 'entered': {
            const isFirst = before === null || before.earnedCause === 'left'
            return { key: isFirst ? 'entered' : 'entered_again', terms: { tier } }
        }
        case 'upgraded':
            return { key: 'upgraded', terms: { from, tier } }
        case 'downgraded':
            return downgradeSentence(explained, { from, tier })
        case 'rising': {
            const count = { count: assignment.upCount }
            const after = { count: policy.upgrade.after }
            const review = nextReview(policy.upgrade.review, month)
            return { key: 'rising', terms: { tier, count, after, review } }
        }
        case 'protected': {
            const count = { count: assignment.belowCount }
            return { key: 'protected', terms: { tier, count, ...fallTerms(explained) } }
        }
        case 'unreviewed': {
            if (outlook.reviewsLeft !== null) {
                return { key: 'unreviewed_below', terms: { tier, ...fallTerms(explained) } }
            }
            const review = nextReview(policy.upgrade.review, month)
            return { key: 'unreviewed', terms: { tier, raw: { tier: rawTier ?? '' }, review } }
        }
        case 'stale': {
            const [count, keep] = [{ count: assignment.staleCount }, { count: policy.missingKeep }]
            return { key: 'stale', terms: { tier, count, keep } }
        }
        default:
            return { key: earnedCause, terms: { tier } }
    }
}

function downgradeSentence(
    { facts, policy }: CauseFacts,
    terms: Readonly<Record<'from' | 'tier', Term>>,
): Sentence {
    const { dropAtOnce } = policy
    const isAtOnce =
        dropAtOnce !== null && facts !== null && evaluateCondition(dropAtOnce, facts) === true
    if (!isAtOnce) return { key: 'downgraded', terms }
    return { key: 'dropped_at_once', terms: { ...terms, condition: { condition: dropAtOnce } } }
}

/** Why a party below its tier has more time than its wait: it is new, or the rules are. */
function patienceSentences({ assignment, outlook, policy }: CauseFacts): readonly Sentence[] {
    if (outlook.reviewsLeft === null) return []
    const { month, closesSinceEntry } = assignment
    const graceEnds = addMonths(month, policy.grace - closesSinceEntry)
    const grandfatherEnds = addMonths(grandfatherEnd(policy), -1)
    const grace = { key: 'grace', terms: { month: { month: graceEnds } } }
    const version = { text: policy.version }
    const terms = { version, month: { month: grandfatherEnds } }
    return [
        ...(closesSinceEntry < policy.grace ? [grace] : []),
        ...(month < grandfatherEnds ? [{ key: 'grandfather', terms }] : []),
    ]
}

/** When a tier falls if nothing changes, and where to. */
function fallTerms({
    assignment,
    outlook,
    policy,
}: CauseFacts): Readonly<Record<'left' | 'to' | 'close', Term>> {
    const { rawTier, belowTierMax, month } = assignment
    const best = policy.downgrade.to === 'best_of_wait' ? belowTierMax : null
    const left = outlook.reviewsLeft ?? 1
    return {
        left: { count: left },
        to: { tier: best ?? rawTier ?? '' },
        close: { month: closeOfReview({ policy, month, count: left }) },
    }
}

/** The close at which the downgrade review falls that is `count` reviews away, from 1. */
export function closeOfReview({
    policy,
    month,
    count,
}: {
    readonly policy: Policy
    readonly month: Month
    readonly count: number
}): Month {
    const { every, next } = rhythmOf(policy.downgrade.review, month)
    return addMonths(month, next + (count - 1) * every)
}

function nextReview(review: Review, month: Month): Term {
    return { month: addMonths(month, rhythmOf(review, month).next) }
}
