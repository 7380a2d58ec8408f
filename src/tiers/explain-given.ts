import type { Day, Month } from '#domain/month.ts'
import { evaluateCondition, type Facts } from '#features/evaluate-condition.ts'
import type { Assignment } from './assignment.ts'
import type { Sentence, Term } from './explanation.ts'
import type { GivenStep } from './give-tier.ts'
import { monthServedOf } from './month-served.ts'
import type { Cap, Policy } from './policy.ts'

/** An approved override as it is told. */
export type ToldOverride = {
    readonly overrideId: number
    readonly mode: 'at_least' | 'exactly'
    readonly tier: string
    readonly lifts: string | null
    readonly fromMonth: Month
    readonly untilMonth: Month
    readonly reason: string
    readonly requestedBy: string
    readonly approvedBy: string | null
}

/** An approved grant as it is told. */
export type ToldGrant = {
    readonly grantId: number
    readonly tier: string
    readonly campaign: string
    readonly fromDay: Day
    readonly untilDay: Day
    readonly reason: string
    readonly approvedBy: string | null
}

/** What was given beside or against the tier earned, and by which decisions of people. */
export type ExplainedGiven = {
    /** Steps that changed the tier, in their order; an exact override always is one. */
    readonly steps: readonly GivenStep[]
    /** The override that serves the month, or that served the one before and ended. */
    readonly override: ToldOverride | null
    readonly grants: readonly ToldGrant[]
}

/** Nothing was given. */
export const nothingGiven: ExplainedGiven = { steps: [], override: null, grants: [] }

/** What the sentences about what is given are made from. */
export type GivenFacts = {
    readonly assignment: Assignment
    readonly facts: Facts | null
    readonly policy: Policy
    readonly given: ExplainedGiven
}

/** One sentence a step, with its reason and until when; then which month the tier serves. */
export function givenSentences(facts: GivenFacts): readonly Sentence[] {
    const { assignment, given } = facts
    const { tier, cause } = assignment
    const served = monthServedOf(facts.policy, assignment.month)
    return [
        ...given.steps.flatMap((step) => stepSentences(step, facts)),
        ...(cause === 'override_expired' ? expiredSentences(given) : []),
        ...confidentialSentences(facts),
        ...(tier === null
            ? []
            : [{ key: 'serves', terms: { tier: { tier }, month: { month: served } } }]),
    ]
}

/** Confidential caps that hold without having lowered anything: they are why it is restricted. */
function confidentialSentences({
    assignment,
    policy,
    given,
    facts,
}: GivenFacts): readonly Sentence[] {
    if (!assignment.isRestricted) return []
    const lowered = given.steps.map(({ rule }) => rule)
    return policy.caps
        .filter(({ id, isConfidential }) => isConfidential && !lowered.includes(id))
        .filter((cap) => facts !== null && capHolds(cap, facts))
        .map(({ reason }) => ({ key: 'restricted_rule', terms: { reason: { names: reason } } }))
}

function capHolds({ when, isHard }: Cap, facts: Facts): boolean {
    const truth = evaluateCondition(when, facts)
    return truth === true || (isHard && truth === null)
}

function stepSentences(step: GivenStep, facts: GivenFacts): readonly Sentence[] {
    const { rule } = step
    const to: Term = { tier: step.to ?? '' }
    const from: Term = step.from === null ? { text: '–' } : { tier: step.from }
    switch (step.step) {
        case 'floored': {
            const floor = facts.policy.floors.find(({ id }) => id === rule)
            if (floor === undefined) return []
            return [{ key: 'floored', terms: { from, to, reason: { names: floor.reason } } }]
        }
        case 'capped': {
            const cap = facts.policy.caps.find(({ id }) => id === rule)
            if (cap === undefined) return []
            const open = cap.isHard ? 'capped_hard' : 'capped'
            const key = cap.isConfidential ? 'capped_confidential' : open
            return [{ key, terms: { from, to, reason: { names: cap.reason } } }]
        }
        case 'granted':
            return [grantSentence(step, { from, to, facts })]
        case 'overridden':
            return overrideSentences(facts, { from, to, isSame: step.from === step.to })
    }
}

function grantSentence(
    { rule }: GivenStep,
    { from, to, facts }: { readonly from: Term; readonly to: Term; readonly facts: GivenFacts },
): Sentence {
    const { assignment, policy } = facts
    if (rule === 'express') {
        const days = policy.express.find(({ tier }) => 'tier' in to && tier === to.tier)?.days ?? 0
        const until = { month: monthServedOf(policy, assignment.month) }
        return { key: 'express', terms: { from, to, days: { count: days }, until } }
    }
    const grant = facts.given.grants.find(({ grantId }) => String(grantId) === idOf(rule))
    if (grant === undefined) return { key: 'granted', terms: { from, to } }
    const terms = {
        from,
        to,
        campaign: { text: grant.campaign },
        until: { day: grant.untilDay },
        approvedBy: { text: grant.approvedBy ?? '–' },
    }
    return { key: 'granted_until', terms }
}

function overrideSentences(
    { policy, given }: GivenFacts,
    { from, to, isSame }: { readonly from: Term; readonly to: Term; readonly isSame: boolean },
): readonly Sentence[] {
    const { override } = given
    if (override === null) return [{ key: 'overridden', terms: { from, to } }]
    const terms = {
        from,
        to,
        reason: { text: override.reason },
        until: { month: override.untilMonth },
        approvedBy: { text: override.approvedBy ?? '–' },
    }
    const cap = policy.caps.find(({ id }) => id === override.lifts)
    const lifted =
        cap === undefined ? [] : [{ key: 'lifted', terms: { cap: { names: cap.reason } } }]
    return [{ key: isSame ? 'overridden_same' : 'overridden_until', terms }, ...lifted]
}

function expiredSentences({ override }: ExplainedGiven): readonly Sentence[] {
    if (override === null) return [{ key: 'override_expired', terms: {} }]
    const terms = { tier: { tier: override.tier }, until: { month: override.untilMonth } }
    return [{ key: 'override_ended', terms }]
}

/** The digits of `grant 17`. */
function idOf(rule: string | null): string {
    return rule?.replace(/\D/g, '') ?? ''
}
