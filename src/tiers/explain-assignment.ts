import {
    atScale,
    compareDecimal,
    type Decimal,
    formatDecimal,
    multiplyDecimal,
} from '#domain/decimal.ts'
import type { Language, Say } from '#domain/say.ts'
import { featuresOf } from '#features/condition.ts'
import { decimalOf, type Facts, factOf } from '#features/evaluate-condition.ts'
import type { Assignment, Household, Outlook, TierState } from './assignment.ts'
import { causeSentences, type ExplainedChange } from './explain-cause.ts'
import { type ExplainedGiven, givenSentences } from './explain-given.ts'
import { outlookSentences, type TierAhead, tiersAhead } from './explain-outlook.ts'
import { type ExplainedTier, explainTierTests } from './explain-tier-tests.ts'
import {
    amountTerm,
    type ExplainedPart,
    type Sentence,
    saySentence,
    thresholdTerm,
} from './explanation.ts'
import { measureOf, measureScale } from './judge-facts.ts'
import { levelOf, type Policy, tierAt } from './policy.ts'

/** What is explained: one assignment with everything that led to it. */
export type Explained = {
    readonly assignment: Assignment
    readonly outlook: Outlook
    /** The state that the close read; null where the party was not seen before. */
    readonly before: TierState | null
    /** The facts of the month closed; null where the party is not among its parties. */
    readonly facts: Facts | null
    readonly policy: Policy
    /** The household whose consenting adult the party is; null: it is measured alone. */
    readonly household: Household | null
    readonly given: ExplainedGiven
    /** What identity joined to this party or took it from, as the close first saw it. */
    readonly changes: readonly ExplainedChange[]
}

/** Why a party has its tier: as data for other programs, and as sentences for people. */
export type Explanation = {
    /** The parts of the party's own measure, exact, as text; null where unknown. */
    readonly parts: readonly ExplainedPart[]
    /** The party's own measure, before a pool; null where unknown. */
    readonly own: string | null
    readonly household: Household | null
    /** The features of the policy that are unknown for this party. */
    readonly unknown: readonly string[]
    /** Every tier's own test, lowest tier first. */
    readonly tests: readonly ExplainedTier[]
    readonly given: ExplainedGiven
    readonly changes: readonly ExplainedChange[]
    /** The tier to keep and the next one, with every way there, the cheapest first. */
    readonly ahead: readonly TierAhead[]
    readonly sentences: readonly Sentence[]
}

/**
 * Explains an assignment in the order in which a banker would: which tier and why, what was given
 * beside, what the measure was and what it reached, what the next tier or keeping this one takes.
 */
export function explainAssignment(explained: Explained): Explanation {
    const { assignment, facts, policy, household, given, changes } = explained
    if (facts === null || assignment.earnedCause === 'left') return explainLeft(explained)
    const parts = policy.measure.parts.map((part) => explainPart(part, facts))
    const unknown = unknownOf(policy, facts)
    const own = measureOf(policy.measure, facts)
    const { measure } = assignment
    const atLeast = measure ?? household?.sum ?? null
    return {
        parts,
        own: own === null ? null : formatDecimal(own),
        household,
        unknown,
        tests: explainTierTests({ policy, facts, measure, atLeast }),
        given,
        changes,
        ahead: tiersAhead({ ...explained, facts }),
        sentences: [
            ...causeSentences(explained),
            ...givenSentences(explained),
            reachedSentence({ ...explained, facts, unknown }),
            ...householdSentences(explained, own),
            ...partSentences(parts, isPooled(explained, own)),
            ...outlookSentences({ ...explained, facts }),
        ],
    }
}

function explainLeft({ assignment, given, changes }: Explained): Explanation {
    const left: Sentence = { key: 'left', terms: { month: { month: assignment.month } } }
    const nothing = { parts: [], own: null, household: null, unknown: [], tests: [], ahead: [] }
    return { ...nothing, given, changes, sentences: [left] }
}

/** The sentences of an explanation in one language. */
export function sayExplanation(
    explanation: Pick<Explanation, 'sentences'>,
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

function reachedSentence({ assignment, policy, unknown }: WithFacts): Sentence {
    const month = { month: assignment.month }
    const { rawTier, route, measure } = assignment
    const raw = levelOf(policy, rawTier)
    if (raw === null || rawTier === null) {
        return { key: 'missing', terms: { month, unknown: { features: unknown } } }
    }
    const tier = { tier: rawTier }
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

/** The parts that make up the party's own measure, where no other sentence says it all. */
function partSentences(parts: readonly ExplainedPart[], isOwn: boolean): readonly Sentence[] {
    const some = parts.filter(({ amount }) => amount === null || Number(amount) !== 0)
    const [only] = some
    const isKnown = some.some(({ amount }) => amount !== null)
    if (!isKnown || (some.length === 1 && Number(only?.weight) === 1)) return []
    return [{ key: isOwn ? 'parts_own' : 'parts', terms: { parts: { parts: some } } }]
}

/** By whom the party was measured; a household of one says nothing. */
function householdSentences(explained: Explained, own: Decimal | null): readonly Sentence[] {
    const { household } = explained
    if (household === null || household.sum === null || household.members < 2) return []
    const terms = {
        sum: amountTerm(household.sum),
        members: { count: household.members },
        unknown: { count: household.unknown },
    }
    if (own === null) return [{ key: 'household_own_unknown', terms }]
    const key = isPooled(explained, own) ? 'household' : 'household_own'
    return [{ key, terms: { ...terms, own: amountTerm(own) } }]
}

/** Whether the household's sum counts, and not what the party has alone. */
function isPooled({ household }: Explained, own: Decimal | null): boolean {
    const sum = household?.sum ?? null
    return sum !== null && (own === null || compareDecimal(sum, own) > 0)
}
