import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { formatMonth, type Month } from '#domain/month.ts'
import type { Language, Say } from '#domain/say.ts'
import type { Condition } from '#features/condition.ts'
import { describeCondition, describeFeatures } from '#features/describe-condition.ts'
import { ceilToCents, floorToCents, formatAmount } from '#features/format-amount.ts'
import { levelOf, type Policy, tierAt } from './policy.ts'

/** What a sentence names, before any language: amounts in cents, tiers and features by id. */
export type Term =
    | { readonly count: number }
    | { readonly text: string }
    | { readonly month: Month }
    | { readonly amount: string }
    | { readonly tier: string }
    | { readonly features: readonly string[] }
    | { readonly condition: Condition }
    | { readonly parts: readonly ExplainedPart[] }

/** One feature of the measure, exact: `amount` × `weight` = `product`; null where unknown. */
export type ExplainedPart = {
    readonly feature: string
    readonly amount: string | null
    readonly weight: string
    readonly product: string | null
}

/** One sentence: the key of a text under `tiers.explain.`, and what it names. */
export type Sentence = {
    readonly key: string
    readonly terms: Readonly<Record<string, Term>>
}

/** An amount rounded down to cents: what stands below a threshold never seems to reach it. */
export function amountTerm(value: Decimal): Term {
    return { amount: formatDecimal(floorToCents(value)) }
}

/** A threshold as it is written in the policy. */
export function thresholdTerm(atLeast: Decimal): Term {
    return { amount: formatDecimal(atLeast) }
}

/** An amount rounded up to cents: whoever brings so much has enough. */
export function gapTerm(value: Decimal): Term {
    return { amount: formatDecimal(ceilToCents(value)) }
}

/** Says a sentence in one language, with the names that the policy gives its tiers. */
export function saySentence(
    { key, terms }: Sentence,
    speech: { readonly policy: Policy; readonly language: Language; readonly say: Say },
): string {
    const params = Object.entries(terms).map(([name, term]) => [name, sayTerm(term, speech)])
    return speech.say(`tiers.explain.${key}`, Object.fromEntries(params))
}

function sayTerm(
    term: Term,
    { policy, language, say }: Parameters<typeof saySentence>[1],
): string | number {
    if ('count' in term) return term.count
    if ('text' in term) return term.text
    if ('month' in term) return formatMonth(term.month)
    if ('features' in term) return describeFeatures(term.features, say)
    if ('condition' in term) return describeCondition(term.condition, say)
    if ('amount' in term) return sayAmount(term.amount, { policy, say })
    if ('parts' in term) {
        const parts = term.parts.map((part) => sayPart(part, { policy, say }))
        return parts.join(say('tiers.explain.semicolon'))
    }
    // A tier that an older version had keeps its id.
    const level = levelOf(policy, term.tier)
    return level === null ? term.tier : tierAt(policy, level).name[language]
}

type Speech = { readonly policy: Policy; readonly say: Say }

function sayAmount(text: string, { policy, say }: Speech): string {
    // Cents are always shown, the digits behind them only where they say something.
    const amount = formatAmount(text.replace(/(\.\d\d\d*?)0+$/, '$1'))
    return say('features.amount', { amount, currency: policy.currency })
}

function sayPart(part: ExplainedPart, speech: Speech): string {
    const { say } = speech
    const feature = say(`features.${part.feature}.name`)
    if (part.amount === null || part.product === null) {
        return say('tiers.explain.part_unknown', { feature })
    }
    const amount = sayAmount(part.amount, speech)
    if (Number(part.weight) === 1) return say('tiers.explain.part', { feature, amount })
    const product = sayAmount(part.product, speech)
    const { weight } = part
    return say('tiers.explain.part_weighted', { feature, amount, weight, product })
}
