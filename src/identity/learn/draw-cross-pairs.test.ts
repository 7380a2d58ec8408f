import { expect, it } from 'vitest'
import { countCrossPairs, drawCrossPairs } from './draw-cross-pairs.ts'

it('gives all pairs of different tables where no more are wanted', () => {
    const { left, right } = drawCrossPairs({ sizes: [2, 0, 1, 2], wanted: 10, seed: 3 })
    const found = [...left].map((one, at) => `${one}-${right[at]}`)
    expect(found).toEqual(['0-2', '0-3', '0-4', '1-2', '1-3', '1-4', '2-3', '2-4'])
    expect(countCrossPairs([2, 0, 1, 2])).toBe(8)
    expect(drawCrossPairs({ sizes: [5, 0], wanted: 10, seed: 3 }).left).toHaveLength(0)
    expect(drawCrossPairs({ sizes: [], wanted: 10, seed: 3 }).left).toHaveLength(0)
})

it('draws the same pairs for the same seed, and others for another', () => {
    const draw = { sizes: [1_000_000, 3_000_000], wanted: 1_000, seed: 42 }
    expect(drawCrossPairs(draw)).toEqual(drawCrossPairs(draw))
    expect(drawCrossPairs({ ...draw, seed: 43 })).not.toEqual(drawCrossPairs(draw))
})

it('draws every pair about as often as any other, however different the tables are', () => {
    const sizes = [3, 90, 20]
    const tableOf = (at: number): number => (at < 3 ? 0 : at < 93 ? 1 : 2)
    const pairs = 3 * 90 + 3 * 20 + 90 * 20
    const wanted = pairs - 1
    const times = new Map<string, number>()
    let strays = 0
    for (let seed = 0; seed < 10; seed++) {
        const { left, right } = drawCrossPairs({ sizes, wanted, seed })
        for (const [at, one] of left.entries()) {
            const other = right[at] ?? 0
            if (tableOf(one) >= tableOf(other) || other > 112) strays++
            times.set(`${one}-${other}`, (times.get(`${one}-${other}`) ?? 0) + 1)
        }
    }
    expect(strays).toBe(0)
    const mean = (10 * wanted) / pairs
    const seen = [...times.values()].reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
    const chi = seen + (pairs - times.size) * mean
    // Chi square has as many degrees of freedom as pairs but one, and twice that as variance.
    expect(Math.abs(chi - (pairs - 1))).toBeLessThan(5 * Math.sqrt(2 * (pairs - 1)))
})
