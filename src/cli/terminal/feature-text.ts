import { formatDecimal } from '#domain/decimal.ts'
import { exactText, shareText } from '#exports/number-text.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import type { Feature, Unit } from '#features/feature.ts'
import type { Frame } from '../run-command.ts'
import { plainText } from './text-fit.ts'

/** What the value of a feature is read as: its type, its unit, its words. */
export type ReadAs = Pick<Feature, 'type' | 'unit' | 'values'>

/** A value of a feature as people read it; unknown where it is null. */
export function factText({ say, language }: Frame, fact: Fact, feature: ReadAs): string {
    if (fact === null) return say('cli.features.unknown')
    if (feature.type === 'boolean') return say(`features.value.${fact}`)
    if (feature.values !== null) return say(`features.value.${fact}`)
    const text = plainFact(fact)
    if (feature.unit === 'share') return shareText(Number(text), language)
    if (feature.type === 'money') return exactText(text, language)
    return plainText(text)
}

/** A value as JSON holds it exactly: decimals and large numbers as text. */
export function plainFact(fact: Exclude<Fact, null>): string {
    return typeof fact === 'object' ? formatDecimal(fact) : String(fact)
}

/** What a feature counts, in words; empty where it counts nothing. */
export function unitText({ say }: Frame, unit: Unit | null, currency: string): string {
    if (unit === null) return ''
    return unit === 'base_currency' ? currency : say(`cli.features.unit.${unit}`)
}
