import fc from 'fast-check'
import type { Condition } from '#features/condition.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import { linearKnots, logKnots } from '#scores/curve.ts'
import { unitsOf } from '#scores/feature-units.ts'
import {
    type BehaviourCard,
    behaviourKinds,
    type Normaliser,
    partIds,
    type RankedFeature,
    type RfmCard,
    type ScoredFeature,
    type ScorePart,
    tieRules,
    type ValueCard,
} from '#scores/scorecard.ts'
import type { ScoredParty } from './build-scores.ts'

type Ranked = Omit<RankedFeature, 'isInverse'>

/** Features of every kind that has an order, with values that collide and spread. */
const ranked: readonly Ranked[] = [
    { feature: 'aum_end_month', type: 'money', scale: 2 },
    { feature: 'outflow_month', type: 'money', scale: 2 },
    { feature: 'other_bank_outflow_share', type: 'number', scale: 6 },
    { feature: 'transactions_month', type: 'number', scale: 2 },
    { feature: 'private_banking_agreement', type: 'boolean', scale: 0 },
    { feature: 'contact_last_date', type: 'date', scale: 0 },
]

const valueBy: Readonly<Record<RankedFeature['type'], fc.Arbitrary<Fact>>> = {
    money: fc
        .oneof(
            fc.bigInt({ min: -300n, max: 300n }),
            fc.bigInt({ min: -1_900_000_000_000n, max: 1_900_000_000_000n }),
        )
        .map((units) => ({ units, scale: 2 })),
    number: fc.oneof(
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.integer({ min: -2_000_000, max: 2_000_000 }).map((units) => ({
            units: BigInt(units),
            scale: 6,
        })),
    ),
    boolean: fc.boolean(),
    date: fc.integer({ min: 1, max: 28 }).map((day) => `2025-01-${String(day).padStart(2, '0')}`),
}

/** A number with no more digits than its feature keeps. */
function fitted(fact: Fact, scale: number): Fact {
    if (typeof fact !== 'object' || fact === null || fact.scale <= scale) return fact
    return { units: fact.units, scale }
}

const factsArbitrary = fc.record({
    party_kind: fc.constantFrom('person', 'person', 'person', 'company', null),
    ...Object.fromEntries(
        ranked.map(({ feature, type, scale }) => [
            feature,
            fc.option(
                valueBy[type].map((fact) => fitted(fact, scale)),
                { freq: 6 },
            ),
        ]),
    ),
})

/** Few parties to a dozen, with unknown values and many equal ones. */
export const partiesArbitrary: fc.Arbitrary<readonly ScoredParty[]> = fc
    .array(factsArbitrary, { minLength: 1, maxLength: 12 })
    .map((all) => all.map((facts, index) => ({ id: 7 * (index + 1), facts })))

const isPerson: Condition = {
    kind: 'test',
    feature: 'party_kind',
    type: 'text',
    operator: '=',
    values: ['person'],
}

const headArbitrary = fc.record({
    version: fc.constant('2025-01'),
    name: fc.constant({ 'zh-CN': '评分', 'zh-TW': '評分', en: 'Score' }),
    effectiveFrom: fc.constant(202501),
    population: fc.constantFrom(isPerson, isPerson, null),
})

const pointsArbitrary = fc.integer({ min: 0, max: 1_000_000 })

function normaliserOf({ type, scale }: Ranked): fc.Arbitrary<Normaliser> {
    const units = valueBy[type].map((value) => unitsOf(fitted(value, scale), { type, scale }) ?? 0n)
    const pair = fc.uniqueArray(units, { minLength: 2, maxLength: 2 }).map(rising)
    return fc.oneof(
        { weight: 3, arbitrary: fc.constant<Normaliser>({ kind: 'percentile' }) },
        pair.map(
            ([low = 0n, high = 1n]): Normaliser => ({
                kind: 'linear',
                knots: linearKnots({ low, high }),
            }),
        ),
        pair.map(([low = 0n, high = 1n]): Normaliser => {
            const from = low > 0n ? low : 1n
            const ends = { low: from, high: high > from ? high : from + 1n }
            return { kind: 'log', knots: logKnots(ends) }
        }),
        fc
            .record({
                below: pointsArbitrary,
                ats: fc.uniqueArray(units, { minLength: 1, maxLength: 3 }).map(rising),
                points: fc.array(pointsArbitrary, { minLength: 3, maxLength: 3 }),
            })
            .map(
                ({ below, ats, points }): Normaliser => ({
                    kind: 'steps',
                    below,
                    knots: ats.map((at, index) => ({ at, points: points[index] ?? 0 })),
                }),
            ),
    )
}

const rising = (values: readonly bigint[]): readonly bigint[] =>
    values.toSorted((left, right) => (left < right ? -1 : 1))

const scoredArbitrary: fc.Arbitrary<ScoredFeature> = fc.constantFrom(...ranked).chain((one) =>
    fc.record({
        feature: fc.constant(one.feature),
        type: fc.constant(one.type),
        scale: fc.constant(one.scale),
        isInverse: fc.boolean(),
        weight: fc.integer({ min: 1, max: 60 }),
        normaliser: normaliserOf(one),
    }),
)

const partArbitrary = (id: ScorePart['id']): fc.Arbitrary<ScorePart> =>
    fc.record({
        id: fc.constant(id),
        weight: fc.integer({ min: 1, max: 60 }),
        features: fc.uniqueArray(scoredArbitrary, {
            minLength: 1,
            maxLength: 4,
            selector: ({ feature }) => feature,
        }),
    })

/** Value scores of one to three parts. */
export const valueCardArbitrary: fc.Arbitrary<ValueCard> = fc
    .tuple(
        headArbitrary,
        fc
            .subarray([...partIds], { minLength: 1 })
            .chain((ids) => fc.tuple(...ids.map(partArbitrary))),
        fc.constantFrom(1, 300_000, 600_000, 999_900),
        fc.uniqueArray(pointsArbitrary, { minLength: 2, maxLength: 2 }),
    )
    .map(([head, parts, presentMin, bounds]) => ({
        ...head,
        scorecard: 'value_score',
        presentMin,
        parts,
        bands: { middle: Math.min(...bounds), high: Math.max(...bounds) },
    }))

const gradedArbitrary: fc.Arbitrary<RankedFeature> = fc
    .tuple(fc.constantFrom(...ranked), fc.boolean())
    .map(([one, isInverse]) => ({ ...one, isInverse }))

/** RFM by any three features, the same one perhaps twice, under every tie rule. */
export const rfmCardArbitrary: fc.Arbitrary<RfmCard> = fc
    .tuple(
        headArbitrary,
        fc.constantFrom(...tieRules),
        gradedArbitrary,
        gradedArbitrary,
        gradedArbitrary,
    )
    .map(([head, ties, recency, frequency, monetary]) => ({
        ...head,
        scorecard: 'rfm',
        ties,
        recency,
        frequency,
        monetary,
    }))

const whenArbitrary: fc.Arbitrary<Condition> = fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('>=' as const, '<' as const))
    .map(([units, operator]) => ({
        kind: 'test',
        feature: 'transactions_month',
        type: 'number',
        operator,
        values: [{ units: BigInt(units), scale: 0 }],
    }))

/** Up to three kinds by how often a party transacts. */
export const behaviourCardArbitrary: fc.Arbitrary<BehaviourCard> = fc
    .tuple(
        headArbitrary,
        fc.array(fc.record({ kind: fc.constantFrom(...behaviourKinds), when: whenArbitrary }), {
            minLength: 1,
            maxLength: 3,
        }),
    )
    .map(([head, kinds]) => ({ ...head, scorecard: 'behaviour', kinds }))
