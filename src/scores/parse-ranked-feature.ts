import { type ConditionRules, parseFeature } from '#features/parse-condition.ts'
import { noteFault, wordOf, type YamlPart } from '#features/yaml-part.ts'
import { scaleOf } from './feature-units.ts'
import type { RankedFeature } from './scorecard.ts'

/** A feature with all that the catalogue says of it, for the values that it is compared with. */
export type FoundFeature = {
    readonly ranked: RankedFeature
    readonly feature: NonNullable<ReturnType<typeof parseFeature>>
}

/**
 * Reads `feature` and `better` of a map: which value, and whether more or less of it is better.
 * Texts are refused: they have no order.
 */
export function parseRankedFeature(
    keys: ReadonlyMap<string, YamlPart>,
    rules: ConditionRules,
): FoundFeature | null {
    const [named, better] = [keys.get('feature'), keys.get('better')]
    const direction = better === undefined ? 'higher' : wordOf(better, ['higher', 'lower'])
    const feature = named === undefined ? null : parseFeature(named, rules)
    if (feature === null || named === undefined || direction === null) return null
    const { id, type } = feature
    if (type === 'text') return noteFault(named, 'scores.feature_without_order', { feature: id })
    const isInverse = direction === 'lower'
    return { ranked: { feature: id, type, scale: scaleOf(feature), isInverse }, feature }
}
