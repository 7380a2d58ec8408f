import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slotsOf } from './chances.ts'
import { estimatePrior, type PriorBasis } from './estimate-prior.ts'
import { tablePatterns } from './pattern.ts'

const levels = ['exact', 'near', 'different']
const fields = [
    { id: 'name', levels },
    { id: 'phone', levels },
]
const slots = slotsOf(fields)
const m = Float64Array.from([0.8, 0.15, 0.05, 0.7, 0.2, 0.1])
const u = Float64Array.from([0.01, 0.04, 0.95, 0.001, 0.009, 0.99])

/** Patterns of two fields, unknown sides among them, each with how many pairs compare so. */
const counted = fc.uniqueArray(
    fc.record({
        pattern: fc.tuple(fc.integer({ min: -1, max: 2 }), fc.integer({ min: -1, max: 2 })),
        count: fc.integer({ min: 1, max: 500 }),
    }),
    { minLength: 1, selector: ({ pattern }) => pattern.join() },
)

function basisOf(
    counts: readonly { readonly pattern: readonly number[]; readonly count: number }[],
    rules: PriorBasis['rules'] = null,
): PriorBasis {
    const candidates = tablePatterns(fields, counts)
    return { candidates, slots, m, u, records: 1_000, pairs: 499_500, rules }
}

describe('the share of pairs that match', () => {
    it('is the one by which as many are expected among the candidates', () => {
        fc.assert(
            fc.property(counted, (counts) => {
                const prior = estimatePrior(basisOf(counts))
                // Bayes, pattern by pattern.
                const expected = counts.reduce((sum, { pattern, count }) => {
                    const chance = (side: Float64Array): number =>
                        pattern.reduce(
                            (all, level, at) =>
                                level < 0 ? all : all * (side[3 * at + level] ?? 0),
                            1,
                        )
                    const [match, other] = [prior * chance(m), (1 - prior) * chance(u)]
                    return sum + (count * match) / (match + other)
                }, 0)
                expect(prior * 499_500).toBeCloseTo(Math.max(expected, 0.5), 3)
            }),
        )
    })

    it('does not hang on what share of all the rules are said to find', () => {
        const counts = [
            { pattern: [0, 0], count: 300 },
            { pattern: [0, 2], count: 5_000 },
            { pattern: [2, 0], count: 700 },
        ]
        const [first, ...others] = [0.1, 0.5, 1].map((recall) =>
            estimatePrior(basisOf(counts, { matches: 250, recall })),
        )
        for (const prior of others) expect(prior / (first ?? 0)).toBeCloseTo(1, 6)
    })

    it('is what the rules say where fewer matches are expected than they find', () => {
        const counts = [{ pattern: [2, 2], count: 1_000 }]
        const rules = { matches: 40, recall: 0.5 }
        expect(estimatePrior(basisOf(counts, rules))).toBe(80 / 499_500)
        expect(estimatePrior(basisOf(counts))).toBe(0.5 / 499_500)
    })
})
