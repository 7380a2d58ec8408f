import { evaluateCondition, type Fact, type Facts, factOf } from '#features/evaluate-condition.ts'
import { unitsOf } from './feature-units.ts'
import { fifthOf, inverseRank } from './rank.ts'
import type { RankOf } from './score-party.ts'
import type { BehaviourCard, BehaviourKind, RankedFeature, RfmCard } from './scorecard.ts'

/** One of the three values of RFM and its fifth, from 1 to 5; null where it is unknown. */
export type Grade = {
    readonly feature: string
    readonly value: Fact
    readonly fifth: number | null
}

/** Recency, frequency and monetary value of one party. */
export type RfmGrades = {
    readonly recency: Grade
    readonly frequency: Grade
    readonly monetary: Grade
    /** 100 · recency + 10 · frequency + monetary; null where one is unknown. */
    readonly code: number | null
}

/**
 * Grades one party alone by its facts and the stored break points; null where it does not belong
 * to the population. `writeRfm` says the same of the whole base.
 */
export function gradeParty(card: RfmCard, facts: Facts, rankOf: RankOf): RfmGrades | null {
    const { population, ties } = card
    if (population !== null && evaluateCondition(population, facts) !== true) return null
    const grade = ({ feature, isInverse, ...kind }: RankedFeature): Grade => {
        const value = factOf(facts, feature)
        const units = unitsOf(value, kind)
        const rank = units === null ? null : rankOf(feature, units)
        if (rank === null) return { feature, value, fifth: null }
        return { feature, value, fifth: fifthOf(isInverse ? inverseRank(rank) : rank, ties) }
    }
    const [recency, frequency, monetary] = [card.recency, card.frequency, card.monetary].map(
        grade,
    ) as [Grade, Grade, Grade]
    const [r, f, m] = [recency.fifth, frequency.fifth, monetary.fifth]
    const code = r === null || f === null || m === null ? null : 100 * r + 10 * f + m
    return { recency, frequency, monetary, code }
}

/**
 * How a party behaves: the first kind whose condition is true, unknown being no; `other` where
 * none is; null outside the population.
 */
export function behaviourOf(card: BehaviourCard, facts: Facts): BehaviourKind | null {
    const { population, kinds } = card
    if (population !== null && evaluateCondition(population, facts) !== true) return null
    return kinds.find(({ when }) => evaluateCondition(when, facts) === true)?.kind ?? 'other'
}
