import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { countText, exactText, shareText } from '#exports/number-text.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import type { Frame } from '../run-command.ts'
import { plainText } from './text-fit.ts'

/** What people read of a feature's value: `12,345.60`, `31.0%`, `yes`; a dash where unknown. */
export function factText(
    { say, language }: Pick<Frame, 'say' | 'language'>,
    { feature, fact }: { readonly feature: string; readonly fact: Fact },
): string {
    if (fact === null) return '–'
    if (typeof fact === 'boolean') return say(`features.value.${fact}`)
    if (typeof fact === 'number' || typeof fact === 'bigint') {
        return countText(Number(fact), language)
    }
    const known = catalogue.get(feature)
    if (typeof fact === 'object') return decimalText(fact, { unit: known?.unit ?? null, language })
    return known?.values?.includes(fact) ? say(`features.value.${fact}`) : plainText(fact)
}

function decimalText(
    fact: Decimal,
    { unit, language }: Pick<Frame, 'language'> & { readonly unit: string | null },
): string {
    const text = formatDecimal(fact)
    return unit === 'share' ? shareText(Number(text), language) : exactText(text, language)
}
