import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
    bucketOf,
    inferThreshold,
    type MeasureCount,
    nextBucket,
    refineThreshold,
    roundestIn,
    significantDigits,
} from './infer-threshold.ts'

/** Rows that were held below a level and then given it, or not. */
function rows(measures: readonly number[], given: number, held = 0): readonly MeasureCount[] {
    return measures.map((measure) => ({ bucket: bucketOf(measure), held, given, count: 1 }))
}

describe('a threshold', () => {
    it('lies between those that rose and those that did not', () => {
        const counts = [...rows([10_000, 48_000, 49_900], 0), ...rows([50_100, 60_000, 90_000], 1)]
        expect(inferThreshold(counts, 1)).toEqual({
            atLeast: 50_000,
            errors: 0,
            cases: 3,
            isFromStays: false,
        })
    })

    it('is round where a handful of mistakes would have it otherwise', () => {
        // One rise was missed at 50,100: without it 50,200 would explain every row.
        const counts = [
            ...rows([40_000, 49_900, 50_100], 0),
            ...rows([50_200, 50_300, 51_000, 70_000, 80_000, 90_000], 1),
        ]
        expect(inferThreshold(counts, 1)).toMatchObject({ atLeast: 50_000, errors: 1 })
    })

    it('is not round where many rows say so', () => {
        const below = Array.from({ length: 40 }, (_, index) => 50_000 + index * 300)
        const above = Array.from({ length: 40 }, (_, index) => 62_000 + index * 300)
        const counts = [...rows(below, 0), ...rows(above, 1)]
        expect(inferThreshold(counts, 1)).toMatchObject({ atLeast: 62_000, errors: 0 })
    })

    it('comes from those who stayed where nobody rose, and says so', () => {
        const counts = [...rows([10_000, 45_000], 0), ...rows([55_000, 80_000], 1, 1)]
        expect(inferThreshold(counts, 1)).toMatchObject({ atLeast: 50_000, isFromStays: true })
    })

    it('is null where nobody reached the level', () => {
        expect(inferThreshold(rows([1, 2, 3], 0), 1)).toBeNull()
    })

    it('counts a rise over several levels for each of them', () => {
        const counts = [
            ...rows([40_000, 45_000], 0),
            ...rows([150_000, 180_000], 1),
            ...rows([220_000, 300_000], 2),
        ]
        expect(inferThreshold(counts, 1)).toMatchObject({ cases: 4, errors: 0 })
        expect(inferThreshold(counts, 2)).toMatchObject({ atLeast: 200_000, cases: 2, errors: 0 })
    })

    it('is refined to the cent where exact measures are many against a round one', () => {
        const guess = { atLeast: 50_000, errors: 75, cases: 300, isFromStays: false }
        const split = Array.from({ length: 100 }, (_, index) => {
            const measure = 49_990 + index * 0.5
            const isAbove = measure >= 50_012.5
            return { measure, above: isAbove ? 3 : 0, below: isAbove ? 0 : 3 }
        })
        expect(refineThreshold(guess, split, { above: 0, below: 0 })).toMatchObject({
            atLeast: 50_012.5,
            errors: 0,
        })
    })
})

describe('numbers', () => {
    it.each([
        [49_997.45, 50_011.49, 50_000],
        [4_994_930, 5_225_389, 5_000_000],
        [199_937.78, 200_043.93, 200_000],
        [2_400, 2_600, 2_500],
        [0.05, 0.07, 0.05],
        [123.45, 123.45, 123.45],
    ])('the roundest in %d … %d is %d', (from, to, roundest) => {
        expect(roundestIn({ from, to })).toBe(roundest)
    })

    it('have as many digits as it takes to write them', () => {
        expect([1_200_000, 50_012.5, 7].map(significantDigits)).toEqual([2, 6, 1])
    })

    it('lie in the bucket that begins at or below them', () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 999_999_999 }), (measure) => {
                const bucket = bucketOf(measure)
                expect(bucket <= measure && measure < nextBucket(bucket)).toBe(true)
                expect(bucketOf(nextBucket(bucket))).toBe(nextBucket(bucket))
            }),
        )
    })
})
