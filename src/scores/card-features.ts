import { featuresOf } from '#features/condition.ts'
import type { RankedFeature, Scorecard } from './scorecard.ts'

/** The features whose place in the population a scorecard asks for, each once. */
export function rankedFeatures(card: Scorecard): readonly RankedFeature[] {
    const asked =
        card.scorecard === 'value_score'
            ? card.parts
                  .flatMap(({ features }) => features)
                  .filter(({ normaliser }) => normaliser.kind === 'percentile')
            : orderedFeatures(card)
    return [...new Map(asked.map((one) => [one.feature, one])).values()]
}

/** The features that a scorecard puts on a scale, as often as it does. */
export function orderedFeatures(card: Scorecard): readonly RankedFeature[] {
    switch (card.scorecard) {
        case 'value_score':
            return card.parts.flatMap(({ features }) => features)
        case 'rfm':
            return [card.recency, card.frequency, card.monetary]
        case 'behaviour':
            return []
    }
}

/** The features that a scorecard reads, each once: what a party's facts have to hold. */
export function cardFeatures(card: Scorecard): readonly string[] {
    const kinds = card.scorecard === 'behaviour' ? card.kinds.map(({ when }) => when) : []
    const conditions = [...(card.population === null ? [] : [card.population]), ...kinds]
    const ordered = orderedFeatures(card).map(({ feature }) => feature)
    return [...new Set([...ordered, ...conditions.flatMap(featuresOf)])]
}
