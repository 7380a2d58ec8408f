import { expect, it } from 'vitest'
import { linearKnots, logKnots, pointsBySteps, pointsOnCurve } from './curve.ts'
import { fifthOf, percentileOf } from './rank.ts'

it('is straight between its ends and flat outside', () => {
    const knots = linearKnots({ low: 100n, high: 300n })
    const points = [0n, 100n, 150n, 299n, 300n, 900n].map((value) => pointsOnCurve(knots, value))
    expect(points).toEqual([0, 0, 250_000, 995_000, 1_000_000, 1_000_000])
})

it('follows the logarithm to a fifth of a point', () => {
    const knots = logKnots({ low: 600n, high: 24_000n })
    expect(knots).toHaveLength(33)
    for (let value = 600; value <= 24_000; value += 60) {
        const exact = (Math.log(value / 600) / Math.log(24_000 / 600)) * 1_000_000
        expect(Math.abs(pointsOnCurve(knots, BigInt(value)) - exact)).toBeLessThan(2_000)
    }
})

it('gives the points of the last step that is reached', () => {
    const steps = {
        below: 9,
        knots: [
            { at: 1n, points: 7 },
            { at: 31n, points: 3 },
        ],
    }
    expect([0n, 1n, 30n, 31n, 99n].map((value) => pointsBySteps(steps, value))).toEqual([
        9, 7, 7, 3, 3,
    ])
})

it('puts ties in the middle of their places', () => {
    const rank = { below: 2, equal: 4, parties: 10, place: 1 }
    expect(percentileOf(rank)).toBe(400_000)
    // Ranks 3 to 6: 4.5 on the mean, 3 at the least, each its own.
    expect(fifthOf(rank, 'average')).toBe(3)
    expect(fifthOf(rank, 'midpoint')).toBe(3)
    expect(fifthOf(rank, 'min')).toBe(2)
    const own = [1, 2, 3, 4].map((place) => fifthOf({ ...rank, place }, 'first'))
    expect(own).toEqual([2, 2, 3, 3])
})
