import { writeFifth, writeInverse } from './rank.ts'
import type { RfmCard } from './scorecard.ts'
import { slotsOf } from './slots.ts'
import { type RankingCards, rankedAs } from './write-break-points.ts'
import { writePopulation } from './write-population.ts'

/** Writes the fifths and codes of the whole population, as `gradeParty` says them of one. */
export function writeRfm(card: RfmCard, cards: RankingCards): string {
    const { population, ties } = card
    const slots = slotsOf([card.recency, card.frequency, card.monetary])
    const fifths = (['recency', 'frequency', 'monetary'] as const).map((grade) => {
        const { feature, isInverse } = card[grade]
        const rank = slots.rankOf(feature)
        return `${writeFifth(isInverse ? writeInverse(rank) : rank, ties)} as ${grade}_score`
    })
    return `with valued as (
    ${writePopulation({ population, columns: slots.units, reads: slots.features })}
),

graded as (
    select
        ${['valued.party_id', ...fifths].join(',\n        ')}
    from valued${slots.joins(slots.features, rankedAs(card, cards))}
)

select
    party_id,
    {{ param('month') }} as month,
    recency_score,
    frequency_score,
    monetary_score,
    100 * recency_score + 10 * frequency_score + monetary_score as rfm
from graded`
}
