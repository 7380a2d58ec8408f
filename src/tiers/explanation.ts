import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { type Day, formatMonth, type Month } from '#domain/month.ts'
import type { Language, Say } from '#domain/say.ts'
import type { Condition } from '#features/condition.ts'
import { describeCondition, describeFeatures } from '#features/describe-condition.ts'
import { ceilToCents, floorToCents, formatAmount } from '#features/format-amount.ts'
import type { Names } from '#features/parse-names.ts'
import type { UnmetTest, WayAmount } from './cheapest-way.ts'
import { levelOf, type Policy, tierAt } from './policy.ts'

/** What a sentence names, before any language: amounts in cents, tiers and features by id. */
export type Term =
    | { readonly count: number }
    | { readonly text: string }
    | { readonly month: Month }
    | { readonly day: Day }
    | { readonly names: Names }
    | { readonly amount: string }
    | { readonly tier: string }
    | { readonly features: readonly string[] }
    | { readonly condition: Condition }
    | { readonly parts: readonly ExplainedPart[] }
    | { readonly amounts: readonly WayAmount[] }
    | { readonly unmet: readonly UnmetTest[] }

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
    const subject = subjectOf(speech.policy)
    return speech.say(`tiers.explain.${key}`, { ...Object.fromEntries(params), subject })
}

/** What a measure is called: assets where it sums month averages of them, else measure. */
function subjectOf({ measure }: Policy): 'assets' | 'measure' {
    return measure.parts.every(({ feature }) => feature.endsWith('_avg_month'))
        ? 'assets'
        : 'measure'
}

function sayTerm(
    term: Term,
    { policy, language, say }: Parameters<typeof saySentence>[1],
): string | number {
    if ('count' in term) return term.count
    if ('text' in term) return term.text
    if ('month' in term) return formatMonth(term.month)
    if ('day' in term) return term.day
    if ('names' in term) return term.names[language]
    if ('features' in term) return describeFeatures(term.features, say)
    if ('condition' in term) return describeCondition(term.condition, say)
    if ('amount' in term) return sayAmount(term.amount, { policy, say })
    if ('parts' in term) {
        const parts = term.parts.map((part) => sayPart(part, { policy, say }))
        return parts.join(say('tiers.explain.semicolon'))
    }
    if ('amounts' in term) {
        const ways = term.amounts.map((one) => sayWayAmount(one, { policy, say }))
        return ways.join(say('tiers.explain.or'))
    }
    if ('unmet' in term) {
        const tests = term.unmet.map((one) => sayUnmet(one, { policy, say }))
        return tests.join(say('tiers.explain.semicolon'))
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

/** `CNY 10,000.00 in wealth products (× 1.2)`. */
function sayWayAmount({ feature, weight, amount }: WayAmount, speech: Speech): string {
    const { say } = speech
    const named = {
        feature: say(`features.${feature}.name`),
        amount: sayAmount(formatDecimal(amount), speech),
    }
    if (Number(formatDecimal(weight)) === 1) return say('tiers.explain.way', named)
    const factor = formatDecimal(weight).replace(/\.?0+$/, '')
    return say('tiers.explain.way_weighted', { ...named, weight: factor })
}

/** A test in words, with what it lacks: `Tenure in months ≥ 18 (1 more)`. */
function sayUnmet({ condition, lack, isUnknown }: UnmetTest, speech: Speech): string {
    const { say } = speech
    const inner = describeCondition(condition, say)
    if (isUnknown) return say('tiers.explain.unmet_unknown', { condition: inner })
    if (lack === null) return inner
    const isMoney = condition.kind === 'test' && condition.type === 'money'
    const more = isMoney
        ? sayAmount(formatDecimal(ceilToCents(lack)), speech)
        : formatAmount(formatDecimal(lack))
    return say('tiers.explain.unmet_lack', { condition: inner, lack: more })
}
