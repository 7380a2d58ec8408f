import {
    atScale,
    compareDecimal,
    type Decimal,
    formatDecimal,
    multiplyDecimal,
} from '#domain/decimal.ts'
import { addMonths } from '#domain/month.ts'
import type { Language, Say } from '#domain/say.ts'
import { featuresOf } from '#features/condition.ts'
import { decimalOf, type Facts, factOf } from '#features/evaluate-condition.ts'
import type { Assignment, TierState } from './assignment.ts'
import { causeSentences } from './explain-cause.ts'
import { outlookSentences } from './explain-outlook.ts'
import {
    amountTerm,
    type ExplainedPart,
    type Sentence,
    saySentence,
    thresholdTerm,
} from './explanation.ts'
import { judgeFacts, measureScale } from './judge-facts.ts'
import { levelOf, type Policy, tierAt } from './policy.ts'

/** What is explained: one assignment with everything that led to it. */
export type Explained = {
    readonly assignment: Assignment
    /** The state that the close read; null where the party was not seen before. */
    readonly before: TierState | null
    /** The facts of the month closed; null where the party is not among its parties. */
    readonly facts: Facts | null
    readonly policy: Policy
}

/** Why a party has its tier: as data for other programs, and as sentences for people. */
export type Explanation = {
    /** The parts of the measure, exact, as text; null where unknown. */
    readonly parts: readonly ExplainedPart[]
    /** The features of the policy that are unknown for this party. */
    readonly unknown: readonly string[]
    readonly sentences: readonly Sentence[]
}

/**
 * Explains an assignment in the order in which a banker would: what the measure was and what it
 * reached, what was made of that, what the next tier or keeping this one takes.
 */
export function explainAssignment(explained: Explained): Explanation {
    const { assignment, facts, policy } = explained
    if (facts === null || assignment.earnedCause === 'left') {
        const left: Sentence = { key: 'left', terms: { month: { month: assignment.month } } }
        return { parts: [], unknown: [], sentences: [left] }
    }
    const parts = policy.measure.parts.map((part) => explainPart(part, facts))
    const unknown = unknownOf(policy, facts)
    return {
        parts,
        unknown,
        sentences: [
            reachedSentence({ ...explained, facts, unknown }),
            ...partSentences(parts),
            ...causeSentences(explained),
            ...servesSentence(assignment, policy),
            ...outlookSentences({ ...explained, facts }),
        ],
    }
}

/** The sentences of an explanation in one language. */
export function sayExplanation(
    explanation: Explanation,
    speech: { readonly policy: Policy; readonly language: Language; readonly say: Say },
): readonly string[] {
    return explanation.sentences.map((sentence) => saySentence(sentence, speech))
}

function explainPart(
    { feature, weight }: Policy['measure']['parts'][number],
    facts: Facts,
): ExplainedPart {
    const fact = factOf(facts, feature)
    const amount: Decimal | null = fact === null ? null : decimalOf(fact)
    const product = amount === null ? null : multiplyDecimal(amount, weight)
    return {
        feature,
        amount: amount === null ? null : formatDecimal(amount),
        weight: formatDecimal(weight),
        product: product === null ? null : formatDecimal(atScale(product, measureScale)),
    }
}

/** Unknown features that bear on the level: an unsigned agreement is a no, not an unknown. */
function unknownOf(policy: Policy, facts: Facts): readonly string[] {
    const conditions = [
        policy.population,
        ...policy.tiers.flatMap(({ requires, routes }) => [requires, ...routes]),
    ]
    const read = [
        ...policy.measure.parts.map(({ feature }) => feature),
        ...conditions.flatMap((condition) => (condition === null ? [] : featuresOf(condition))),
    ]
    return [...new Set(read)].filter((feature) => factOf(facts, feature) === null)
}

type WithFacts = Explained & { readonly facts: Facts; readonly unknown: readonly string[] }

function reachedSentence({ assignment, facts, policy, unknown }: WithFacts): Sentence {
    const month = { month: assignment.month }
    const { rawTier, route } = assignment
    const raw = levelOf(policy, rawTier)
    if (raw === null || rawTier === null) {
        return { key: 'missing', terms: { month, unknown: { features: unknown } } }
    }
    const tier = { tier: rawTier }
    const { measure } = judgeFacts(policy, facts)
    const { atLeast, routes } = tierAt(policy, raw)
    const condition = route === null ? undefined : routes[route - 1]
    // Without a route, a measure below the threshold means that an unknown route decided.
    const isShort =
        condition === undefined &&
        measure !== null &&
        atLeast !== null &&
        compareDecimal(measure, atLeast) < 0
    if (measure === null || isShort) {
        return { key: 'reached_in_part', terms: { month, unknown: { features: unknown }, tier } }
    }
    const terms = { month, measure: amountTerm(measure), tier }
    if (condition !== undefined) {
        return { key: 'reached_by_route', terms: { ...terms, condition: { condition } } }
    }
    if (atLeast === null) return { key: 'reached_base', terms }
    return { key: 'reached', terms: { ...terms, threshold: thresholdTerm(atLeast) } }
}

/** The parts that make up the measure, where the first sentence has not said it all. */
function partSentences(parts: readonly ExplainedPart[]): readonly Sentence[] {
    const some = parts.filter(({ amount }) => amount === null || Number(amount) !== 0)
    const [only] = some
    const isKnown = some.some(({ amount }) => amount !== null)
    if (!isKnown || (some.length === 1 && Number(only?.weight) === 1)) return []
    return [{ key: 'parts', terms: { parts: { parts: some } } }]
}

function servesSentence({ tier, month }: Assignment, policy: Policy): readonly Sentence[] {
    if (tier === null) return []
    const served = policy.effective === 'next_month' ? addMonths(month, 1) : month
    return [{ key: 'serves', terms: { month: { month: served } } }]
}
