import type { ConditionRules } from '#features/parse-condition.ts'
import {
    countOf,
    listOf,
    mapOf,
    noteFault,
    percentOf,
    readAt,
    wordOf,
    type YamlPart,
} from '#features/yaml-part.ts'
import { allOrNone, type CardParts } from './card-part.ts'
import { parseNormaliser, parsePoints } from './parse-normaliser.ts'
import { parseRankedFeature } from './parse-ranked-feature.ts'
import {
    type CardHead,
    type PartId,
    partIds,
    type ScoredFeature,
    type ScorePart,
    type ValueCard,
} from './scorecard.ts'

/** Weights are whole numbers: 30 of 100, or 3 of 10. */
const weights = { min: 1, max: 1000 }

/** Reads what a value score has beside its head. */
export function parseValueScore({
    keys,
    rules,
}: CardParts): Omit<ValueCard, keyof CardHead> | null {
    const percent = readAt(keys, 'weight_present_min', percentOf)
    const parts = readAt(keys, 'parts', (list) => parseParts(list, rules))
    const bands = readAt(keys, 'bands', parseBands)
    if (percent === null || parts === null || bands === null) return null
    const presentMin = Number(percent.units) * 100
    return { scorecard: 'value_score', presentMin, parts, bands }
}

function parseParts(part: YamlPart, rules: ConditionRules): readonly ScorePart[] | null {
    const named = new Set<PartId>()
    return allOrNone(listOf(part)?.map((one) => parsePart(one, { rules, named })))
}

function parsePart(
    part: YamlPart,
    { rules, named }: { readonly rules: ConditionRules; readonly named: Set<PartId> },
): ScorePart | null {
    const keys = mapOf(part, { required: ['id', 'weight', 'features'] })
    const idPart = keys?.get('id')
    const id = readAt(keys, 'id', (named) => wordOf(named, partIds))
    const weight = readAt(keys, 'weight', (weighed) => countOf(weighed, weights))
    const seen = new Set<string>()
    const features = allOrNone(
        readAt(keys, 'features', listOf)?.map((one) => parseScored(one, { rules, seen })),
    )
    if (id === null || idPart === undefined) return null
    if (named.has(id)) return noteFault(idPart, 'scores.part_twice', { part: id })
    named.add(id)
    return weight === null || features === null ? null : { id, weight, features }
}

function parseScored(
    part: YamlPart,
    { rules, seen }: { readonly rules: ConditionRules; readonly seen: Set<string> },
): ScoredFeature | null {
    const keys = mapOf(part, {
        required: ['feature', 'weight', 'normaliser'],
        optional: ['better'],
    })
    if (keys === null) return null
    const written = keys.get('normaliser')
    const found = parseRankedFeature(keys, rules)
    const weight = readAt(keys, 'weight', (weighed) => countOf(weighed, weights))
    if (found === null || written === undefined) return null
    const { feature } = found.ranked
    if (seen.has(feature)) return noteFault(part, 'scores.feature_twice', { feature })
    seen.add(feature)
    const normaliser = parseNormaliser(written, { ...found, baseCurrency: rules.baseCurrency })
    return weight === null || normaliser === null ? null : { ...found.ranked, weight, normaliser }
}

function parseBands(part: YamlPart): ValueCard['bands'] | null {
    const keys = mapOf(part, { required: ['high', 'middle'] })
    const centre = keys?.get('middle')
    const high = readAt(keys, 'high', parsePoints)
    const middle = readAt(keys, 'middle', parsePoints)
    if (high === null || middle === null || centre === undefined) return null
    return middle < high ? { high, middle } : noteFault(centre, 'scores.bands_out_of_order')
}
