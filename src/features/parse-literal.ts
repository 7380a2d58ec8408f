import { compareDecimal, type Decimal, parseDecimal } from '#domain/decimal.ts'
import { parseAsOf } from '#domain/month.ts'
import { nearestName } from '#domain/nearest-name.ts'
import type { Literal } from './condition.ts'
import type { Feature } from './feature.ts'
import { flagOf, listOf, noteFault, noteUnfit, shown, textOf, type YamlPart } from './yaml-part.ts'

/** What a value is compared with, and the currency of every amount. */
export type LiteralRules = { readonly feature: Feature; readonly baseCurrency: string }

/** Digits before the point that money and numbers may have: those of decimal(18,2). */
const wholeDigitsMax = 16

/** Reads one value of a feature's type; null after noting what is wrong with it. */
export function parseLiteral(part: YamlPart, rules: LiteralRules): Literal | null {
    const { feature } = rules
    switch (feature.type) {
        case 'money':
            return parseAmount(part, rules.baseCurrency)
        case 'number':
            return parseNumber(part, { scaleMax: 6 })
        case 'boolean':
            return flagOf(part)
        case 'date':
            return parseDay(part)
        case 'text':
            return parseText(part, feature)
    }
}

/** Reads the two ends of `between`, the lower one first; both belong to the range. */
export function parseRange(part: YamlPart, rules: LiteralRules): readonly Literal[] | null {
    if (!Array.isArray(part.value) || part.value.length !== 2) return noteUnfit(part, 'pair')
    const ends = listOf(part)?.map((one) => parseLiteral(one, rules))
    const [low, high] = ends ?? []
    if (low == null || high == null) return null
    if (!isReversed(low, high)) return [low, high]
    return noteFault(part, 'features.range_reversed', { found: shown(part.value) })
}

/**
 * Reads `2000000 CNY`: an amount says its currency, and it is the bank's base currency. At most
 * two digits after the point.
 */
export function parseAmount(part: YamlPart, baseCurrency: string): Decimal | null {
    const text = String(part.value)
    const match = /^([+-]?[\d.,_]+)(?:\s+([A-Za-z]+))?$/.exec(text)
    const [, digits = '', currency] = match ?? []
    if (match === null || typeof part.value === 'object') {
        return noteFault(part, 'features.amount_unfit', { found: shown(part.value), baseCurrency })
    }
    if (currency === undefined) {
        return noteFault(part, 'features.amount_without_currency', { found: text, baseCurrency })
    }
    if (currency !== baseCurrency) {
        return noteFault(part, 'features.amount_in_other_currency', { found: text, baseCurrency })
    }
    const amount = parseDecimal(digits)
    if (amount !== null && amount.scale <= 2 && wholeDigits(amount) <= wholeDigitsMax) return amount
    return noteFault(part, 'features.amount_unfit', { found: text, baseCurrency })
}

/** Reads a plain number exactly, with a bounded number of digits after the point. */
export function parseNumber(
    part: YamlPart,
    { scaleMax }: { readonly scaleMax: number },
): Decimal | null {
    const { value } = part
    // YAML gives numbers as doubles: up to 15 digits they are what was written.
    const number = typeof value === 'number' ? parseDecimal(String(value)) : null
    if (number === null || number.scale > scaleMax) return noteUnfit(part, 'number')
    return String(number.units).length <= 15 ? number : noteUnfit(part, 'number')
}

function parseDay(part: YamlPart): string | null {
    const text = String(part.value)
    return text.length === 10 && parseAsOf(text) !== null ? text : noteUnfit(part, 'date')
}

function parseText(part: YamlPart, feature: Feature): string | null {
    const text = textOf(part)
    if (text === null || feature.values === null || feature.values.includes(text)) return text
    return noteFault(part, 'features.value_unlisted', {
        found: text,
        feature: feature.id,
        known: feature.values.join(', '),
        suggestion: nearestName(text, feature.values) ?? 'none',
    })
}

function isReversed(low: Literal, high: Literal): boolean {
    if (typeof low === 'object' && typeof high === 'object') return compareDecimal(low, high) > 0
    return low > high
}

function wholeDigits({ units, scale }: Decimal): number {
    return String(units < 0n ? -units : units).length - scale
}
