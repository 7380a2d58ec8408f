import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluateCondition } from '#features/evaluate-condition.ts'
import { unitsOf } from '#scores/feature-units.ts'
import { behaviourOf, gradeParty } from '#scores/grade-party.ts'
import type { Rank } from '#scores/rank.ts'
import { type RankOf, scoreParty } from '#scores/score-party.ts'
import type { RankedFeature, Scorecard } from '#scores/scorecard.ts'
import { type CardsOfMonth, writeScores } from '#scores/write-scores.ts'
import type { Row } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import {
    behaviourCardArbitrary,
    partiesArbitrary,
    rfmCardArbitrary,
    valueCardArbitrary,
} from './arbitrary-scorecard.ts'
import { builtScores, type ScoredParty } from './build-scores.ts'

const opened = keepWarehouse()

type Base = { readonly cards: CardsOfMonth; readonly parties: readonly ScoredParty[] }

const baseArbitrary: fc.Arbitrary<Base> = fc.record({
    cards: fc.record({
        value: valueCardArbitrary,
        rfm: rfmCardArbitrary,
        behaviour: behaviourCardArbitrary,
    }),
    parties: partiesArbitrary,
})

async function built({ cards, parties }: Base): Promise<Readonly<Record<string, readonly Row[]>>> {
    return await builtScores(['break_points', 'value_scores', 'rfm', 'behaviours'], {
        parties,
        month: 202501,
        texts: writeScores(cards),
        ...opened,
    })
}

const rankedAs = (cards: CardsOfMonth, feature: string): RankedFeature => {
    const { value, rfm } = cards
    const all = [...value.parts.flatMap(({ features }) => features), rfm.recency, rfm.frequency]
    const found = [...all, rfm.monetary].find((one) => one.feature === feature)
    if (found === undefined) throw new Error(`nobody ranks ${feature}`)
    return found
}

/** Where a party's value stands, counted one by one over the population. */
function rankIn(base: Base, card: Scorecard, party: ScoredParty): RankOf {
    const { population } = card
    const members = base.parties.filter(
        ({ facts }) => population === null || evaluateCondition(population, facts) === true,
    )
    return (feature, units): Rank | null => {
        const kind = rankedAs(base.cards, feature)
        const rank = { below: 0, equal: 0, parties: 0, place: 1 }
        for (const { id, facts } of members) {
            const other = unitsOf(facts[feature] ?? null, kind)
            if (other === null) continue
            rank.parties += 1
            if (other < units) rank.below += 1
            if (other === units) rank.equal += 1
            if (other === units && id < party.id) rank.place += 1
        }
        return rank.parties === 0 ? null : rank
    }
}

/** What the readers of one party say of everybody, in the form of the models' rows. */
function expected(base: Base): Readonly<Record<string, readonly object[]>> {
    const { cards, parties } = base
    const points = (value: number | null | undefined): object | null =>
        value == null ? null : { units: BigInt(value), scale: 4 }
    const share = (value: number | undefined): object | null =>
        value === undefined ? null : { units: BigInt(value), scale: 6 }
    const head = ({ id }: ScoredParty): object => ({ party_id: BigInt(id), month: 202501 })
    const values = parties.flatMap((party): readonly object[] => {
        const score = scoreParty(cards.value, party.facts, rankIn(base, cards.value, party))
        if (score === null) return []
        const parts = (['loyalty', 'spending', 'credit'] as const).flatMap((id) => {
            const part = score.parts.find((one) => one.id === id)
            return [
                [`${id}_score`, points(part?.points)],
                [`${id}_weight_present`, share(part?.present)],
            ]
        })
        const whole = {
            value_score: points(score.points),
            value_weight_present: share(score.present),
            value_band: score.band,
        }
        return [{ ...head(party), ...Object.fromEntries(parts), ...whole }]
    })
    const grades = parties.flatMap((party): readonly object[] => {
        const graded = gradeParty(cards.rfm, party.facts, rankIn(base, cards.rfm, party))
        if (graded === null) return []
        const { recency, frequency, monetary, code } = graded
        const fifths = {
            recency_score: recency.fifth,
            frequency_score: frequency.fifth,
            monetary_score: monetary.fifth,
        }
        return [{ ...head(party), ...fifths, rfm: code }]
    })
    const kinds = parties.flatMap((party): readonly object[] => {
        const kind = behaviourOf(cards.behaviour, party.facts)
        return kind === null ? [] : [{ ...head(party), behaviour_kind: kind }]
    })
    return { value_scores: values, rfm: grades, behaviours: kinds }
}

it('scores the whole base as it scores one party alone', { timeout: 300_000 }, async () => {
    await fc.assert(
        fc.asyncProperty(baseArbitrary, async (base) => {
            const { break_points: _, ...rows } = await built(base)
            expect(rows).toEqual(expected(base))
        }),
        { numRuns: 25 },
    )
})
