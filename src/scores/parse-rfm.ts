import type { ConditionRules } from '#features/parse-condition.ts'
import { mapOf, readAt, wordOf, type YamlPart } from '#features/yaml-part.ts'
import type { CardParts } from './card-part.ts'
import { parseRankedFeature } from './parse-ranked-feature.ts'
import { type CardHead, type RankedFeature, type RfmCard, tieRules } from './scorecard.ts'

/** Reads what an RFM card has beside its head. */
export function parseRfm({ keys, rules }: CardParts): Omit<RfmCard, keyof CardHead> | null {
    const ties = readAt(keys, 'ties', (tied) => wordOf(tied, tieRules))
    const [recency, frequency, monetary] = ['recency', 'frequency', 'monetary'].map((key) =>
        readAt(keys, key, (part) => parseOne(part, rules)),
    )
    if (ties === null || recency == null || frequency == null || monetary == null) return null
    return { scorecard: 'rfm', ties, recency, frequency, monetary }
}

function parseOne(part: YamlPart, rules: ConditionRules): RankedFeature | null {
    const keys = mapOf(part, { required: ['feature'], optional: ['better'] })
    return keys === null ? null : (parseRankedFeature(keys, rules)?.ranked ?? null)
}
