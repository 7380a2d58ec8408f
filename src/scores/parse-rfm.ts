import type { ConditionRules } from '#features/parse-condition.ts'
import { mapOf, wordOf, type YamlPart } from '#features/yaml-part.ts'
import type { CardParts } from './card-part.ts'
import { parseRankedFeature } from './parse-ranked-feature.ts'
import { type CardHead, type RankedFeature, type RfmCard, tieRules } from './scorecard.ts'

/** Reads what an RFM card has beside its head. */
export function parseRfm({ keys, rules }: CardParts): Omit<RfmCard, keyof CardHead> | null {
    const tied = keys.get('ties')
    const ties = tied === undefined ? null : wordOf(tied, tieRules)
    const [recency, frequency, monetary] = ['recency', 'frequency', 'monetary'].map((key) =>
        parseOne(keys.get(key), rules),
    )
    if (ties === null || recency == null || frequency == null || monetary == null) return null
    return { scorecard: 'rfm', ties, recency, frequency, monetary }
}

function parseOne(part: YamlPart | undefined, rules: ConditionRules): RankedFeature | null {
    if (part === undefined) return null
    const keys = mapOf(part, { required: ['feature'], optional: ['better'] })
    return keys === null ? null : (parseRankedFeature(keys, rules)?.ranked ?? null)
}
