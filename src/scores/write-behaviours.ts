import { writeCondition } from '#features/write-condition.ts'
import { cardFeatures } from './card-features.ts'
import type { BehaviourCard } from './scorecard.ts'
import { writePopulation } from './write-population.ts'

/** Writes how everybody of the population behaves, as `behaviourOf` says it of one. */
export function writeBehaviours(card: BehaviourCard): string {
    const cases = card.kinds.map(({ kind, when }) => `when ${writeCondition(when)} then '${kind}'`)
    const lines = ['case', ...cases.map((one) => `    ${one}`), "    else 'other'", 'end']
    const kind = lines.join('\n        ')
    const month = "{{ param('month') }} as month"
    return writePopulation({
        population: card.population,
        columns: [month, `${kind} as behaviour_kind`],
        reads: cardFeatures(card),
    })
}
