import type { Decimal } from '#domain/decimal.ts'
import { type ConditionRules, parseFeature } from '#features/parse-condition.ts'
import { parseNumber } from '#features/parse-literal.ts'
import { listOf, mapOf, noteFault, readAt, wordOf, type YamlPart } from '#features/yaml-part.ts'
import type { Measure, MeasurePart } from './policy.ts'

/** Reads the weighted sum that a ladder looks at; each of its features once, all of them money. */
export function parseMeasure(part: YamlPart, rules: ConditionRules): Measure | null {
    const keys = mapOf(part, { required: ['sum', 'null_parts'] })
    const nullParts = readAt(keys, 'null_parts', (nulls) => wordOf(nulls, ['missing', 'zero']))
    const list = readAt(keys, 'sum', listOf)
    if (list === null) return null
    const named = new Set<string>()
    const parts = list.map((one) => parseMeasurePart(one, { ...rules, named }))
    const whole = parts.filter((one) => one !== null)
    return whole.length === parts.length && nullParts !== null ? { parts: whole, nullParts } : null
}

function parseMeasurePart(
    part: YamlPart,
    { named, ...rules }: ConditionRules & { readonly named: Set<string> },
): MeasurePart | null {
    const keys = mapOf(part, { required: ['feature', 'weight'] })
    const name = keys?.get('feature')
    const feature = readAt(keys, 'feature', (named) => parseFeature(named, rules))
    const weight = readAt(keys, 'weight', parseWeight)
    if (feature === null || name === undefined) return null
    const { id } = feature
    if (feature.type !== 'money') return noteFault(name, 'tiers.measure_not_money', { feature: id })
    if (named.has(id)) return noteFault(name, 'tiers.measure_twice', { feature: id })
    named.add(id)
    return weight === null ? null : { feature: id, weight }
}

/** At most four digits after the point, so that cents times weight are exact at scale 6. */
function parseWeight(part: YamlPart): Decimal | null {
    const weight = parseNumber(part, { scaleMax: 4 })
    if (weight === null) return null
    const max = 100n * 10n ** BigInt(weight.scale)
    if (weight.units > 0n && weight.units < max) return weight
    return noteFault(part, 'tiers.weight_unfit', { found: String(part.value) })
}
