import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateKeys, estimateThresholds, type WeightCount } from './estimate-figures.ts'

const counts: fc.Arbitrary<readonly WeightCount[]> = fc.array(
    fc.record({
        keys: fc.integer({ min: 1, max: 7 }),
        bits: fc.integer({ min: -12, max: 32 }),
        pairs: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 12 },
)

const chance = (bits: number): number => 1 / (1 + 2 ** -(bits + 0.5))

describe('what a model expects of thresholds', () => {
    it('is the sum of chances, counted pair by pair', () => {
        fc.assert(
            fc.property(counts, fc.nat({ max: 2000 }), (some, matches) => {
                const single = some.flatMap(({ bits, pairs }) =>
                    Array.from({ length: pairs }, () => bits),
                )
                let expected = 0
                for (const bits of single) expected += chance(bits)
                for (const point of estimateThresholds(some, matches)) {
                    const above = single.filter((bits) => bits * 1000 >= point.weight)
                    let right = 0
                    for (const bits of above) right += chance(bits)
                    expect(point.pairs).toBe(above.length)
                    const precision = above.length === 0 ? 1 : right / above.length
                    expect(point.precision / 1e6).toBeCloseTo(precision, 5)
                    const all = Math.max(matches, expected, 1e-9)
                    expect(point.recall / 1e6).toBeCloseTo(right / all, 5)
                }
            }),
            { numRuns: 30 },
        )
    })

    it('has less recall and more precision the higher it lies', () => {
        fc.assert(
            fc.property(counts, (some) => {
                const points = estimateThresholds(some, 1)
                for (const [at, point] of points.entries()) {
                    const before = points[at - 1] ?? point
                    expect(point.recall).toBeLessThanOrEqual(before.recall)
                    expect(point.precision).toBeGreaterThanOrEqual(before.precision)
                }
            }),
        )
    })
})

describe('what keys find', () => {
    it('counts a match for each key, and for one that is alone', () => {
        const sure = 40
        const { keys, matches, missed } = estimateKeys(
            [
                { keys: 0b01, bits: sure, pairs: 10 },
                { keys: 0b10, bits: sure, pairs: 5 },
                { keys: 0b11, bits: sure, pairs: 30 },
            ],
            2,
        )
        expect(keys).toEqual([
            { matches: 40, alone: 10 },
            { matches: 35, alone: 5 },
        ])
        expect(matches).toBe(45)
        // 15 · 14 / (2 · 31), the bias-corrected estimate of Chao (1987).
        expect(missed).toBe(Math.round((15 * 14) / 62))
    })

    it('misses nothing where every match is found twice', () => {
        expect(estimateKeys([{ keys: 3, bits: 40, pairs: 9 }], 2).missed).toBe(0)
    })
})
