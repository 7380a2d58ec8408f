import { orderedFeatures, rankedFeatures } from './card-features.ts'
import { writeCurve, writeSteps } from './curve.ts'
import { writePercentile } from './rank.ts'
import { whole, writePoints, writeRounded, writeShare } from './score-number.ts'
import { partIds, type ScoredFeature, type ScorePart, type ValueCard } from './scorecard.ts'
import { type Slots, slotsOf } from './slots.ts'
import { type RankingCards, rankedAs } from './write-break-points.ts'
import { writePopulation } from './write-population.ts'

/**
 * Writes the value score of the whole population, as `scoreParty` says it of one: every feature
 * in whole units, on its scale, weighed into its part, the parts weighed into one.
 */
export function writeValueScores(card: ValueCard, cards: RankingCards): string {
    const slots = slotsOf(orderedFeatures(card))
    const scaled = card.parts.flatMap((part, at) =>
        part.features.map((one, index) => `${writeScaled(one, slots)} as ${nameOf(at, index)}`),
    )
    const parted = card.parts.flatMap((part) => writeParted(part, card))
    const ranked = rankedFeatures(card).map(({ feature }) => feature)
    const { population } = card
    return `with valued as (
    ${writePopulation({ population, columns: slots.units, reads: slots.features })}
),

scaled as (
    select
        ${['valued.party_id', ...scaled].join(',\n        ')}
    from valued${slots.joins(ranked, rankedAs(card, cards))}
),

weighed as (
    select
        ${['party_id', ...card.parts.flatMap(writeWeighed)].join(',\n        ')}
    from scaled
),

parted as (
    select
        ${['party_id', ...parted].join(',\n        ')}
    from weighed
),

composed as (
    select
        *,
        ${writeComposite(card)}
    from parted
),

banded as (
    select
        *,
        case when present >= ${card.presentMin} then mean end as points
    from composed
)

${writeResult(card)}`
}

const nameOf = (part: number, feature: number): string => `n_${part}_${feature}`

function writeScaled(
    { feature, normaliser, isInverse }: ScoredFeature,
    { unitsOf, rankOf }: Slots,
): string {
    const points = (() => {
        switch (normaliser.kind) {
            case 'percentile':
                return writePercentile(rankOf(feature))
            case 'steps':
                return writeSteps(normaliser, unitsOf(feature))
            default:
                return writeCurve(normaliser.knots, unitsOf(feature))
        }
    })()
    return isInverse ? `${whole} - ${points}` : points
}

function writeWeighed(part: ScorePart, at: number): readonly string[] {
    const sum = part.features.map(
        ({ weight }, index) => `${weight} * coalesce(${nameOf(at, index)}, 0)`,
    )
    const present = part.features.map(
        ({ weight }, index) => `case when ${nameOf(at, index)} is null then 0 else ${weight} end`,
    )
    return [
        `cast(${sum.join('\n            + ')} as bigint) as ${part.id}_sum`,
        `cast(${present.join('\n            + ')} as bigint) as ${part.id}_weight`,
    ]
}

function writeParted({ id, features }: ScorePart, { presentMin }: ValueCard): readonly string[] {
    const all = features.reduce((sum, { weight }) => sum + weight, 0)
    const present = writeRounded(`${whole} * ${id}_weight`, String(all))
    const mean = writeRounded(`${id}_sum`, `${id}_weight`)
    return [
        `${present} as ${id}_present`,
        `case when ${present} >= ${presentMin} then ${mean} end as ${id}_points`,
    ]
}

function writeComposite({ parts }: ValueCard): string {
    const all = parts.reduce((sum, { weight }) => sum + weight, 0)
    const added = (term: (part: ScorePart) => string): string => parts.map(term).join(' + ')
    const ifScored = ({ id }: ScorePart, then: string): string =>
        `case when ${id}_points is null then 0 else ${then} end`
    const behind = added((part) => ifScored(part, `${part.weight} * ${part.id}_present`))
    const sum = added((part) => ifScored(part, `${part.weight} * ${part.id}_points`))
    const weight = added((part) => ifScored(part, String(part.weight)))
    return `${writeRounded(behind, String(all))} as present,
        ${writeRounded(sum, `(${weight})`)} as mean`
}

function writeResult({ parts, bands }: ValueCard): string {
    const scored = new Set(parts.map(({ id }) => id))
    const columns = partIds.flatMap((id) => [
        `${scored.has(id) ? writePoints(`${id}_points`) : none('decimal(7,4)')} as ${id}_score`,
        `${scored.has(id) ? writeShare(`${id}_present`) : none('decimal(7,6)')}` +
            ` as ${id}_weight_present`,
    ])
    return `select
    party_id,
    {{ param('month') }} as month,
    ${columns.join(',\n    ')},
    ${writePoints('points')} as value_score,
    ${writeShare('present')} as value_weight_present,
    case
        when points >= ${bands.high} then 'high'
        when points >= ${bands.middle} then 'middle'
        when points is not null then 'ordinary'
    end as value_band
from banded`
}

const none = (type: string): string => `cast(null as ${type})`
