import { formatDecimal } from '#domain/decimal.ts'
import { countText, exactText, shareText } from '#exports/number-text.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import type { Unit } from '#features/feature.ts'
import type { Frame } from '../run-command.ts'
import { plainText } from './text-fit.ts'

/** A feature's value to be read. */
export type FactTold = {
    /** Id of the feature. */
    readonly feature: string
    readonly fact: Fact
    /** What stands for a value that is not known: a dash in a table, a word in a sentence. */
    readonly unknown: string
}

/** In tables of many values a dash is easier to overlook than a word. */
export const unknownDash = '–'

/**
 * What people read of a feature's value: `12,345.60`, `31.0%`, `yes`. A number that counts nothing,
 * such as a month or a code, is not grouped.
 */
export function factText(
    { say, language }: Pick<Frame, 'say' | 'language'>,
    { feature, fact, unknown }: FactTold,
): string {
    if (fact === null) return unknown
    if (typeof fact === 'boolean') return say(`features.value.${fact}`)
    const known = catalogue.get(feature)
    if (typeof fact === 'string') {
        return known?.values?.includes(fact) ? say(`features.value.${fact}`) : plainText(fact)
    }
    if (typeof fact === 'object') {
        const text = formatDecimal(fact)
        return known?.unit === 'share'
            ? shareText(Number(text), language)
            : exactText(text, language)
    }
    return known?.unit == null ? String(fact) : countText(Number(fact), language)
}

/** What a feature counts, in words; empty where it counts nothing. */
export function unitText(
    { say }: Pick<Frame, 'say'>,
    { unit, currency }: { readonly unit: Unit | null; readonly currency: string },
): string {
    if (unit === null) return ''
    return unit === 'base_currency' ? currency : say(`cli.features.unit.${unit}`)
}
