import { expect, it } from 'vitest'
import { drawPairs } from './draw-pairs.ts'

it('gives all pairs where no more are wanted', () => {
    const { left, right } = drawPairs({ records: 5, wanted: 10, seed: 3 })
    const found = [...left].map((one, at) => `${one}-${right[at]}`)
    expect(found).toEqual(['0-1', '0-2', '0-3', '0-4', '1-2', '1-3', '1-4', '2-3', '2-4', '3-4'])
    expect(drawPairs({ records: 1, wanted: 10, seed: 3 }).left).toHaveLength(0)
    expect(drawPairs({ records: 0, wanted: 10, seed: 3 }).left).toHaveLength(0)
})

it('draws the same pairs for the same seed, and others for another', () => {
    const draw = { records: 1_000_000, wanted: 1_000, seed: 42 }
    expect(drawPairs(draw)).toEqual(drawPairs(draw))
    expect(drawPairs({ ...draw, seed: 43 })).not.toEqual(drawPairs(draw))
})

it('draws every pair about as often as any other', () => {
    const [seeds, wanted] = [10, 5_000]
    const times = new Map<number, number>()
    let strays = 0
    for (let seed = 0; seed < seeds; seed++) {
        const { left, right } = drawPairs({ records: 101, wanted, seed })
        for (const [at, one] of left.entries()) {
            const other = right[at] ?? 0
            if (one >= other || other > 100) strays++
            times.set(one * 101 + other, (times.get(one * 101 + other) ?? 0) + 1)
        }
    }
    expect(strays).toBe(0)
    // 5,050 pairs: chi square with 5,049 degrees of freedom has a deviation of 100.5 about them.
    const mean = (seeds * wanted) / 5_050
    const seen = [...times.values()].reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
    const chi = seen + (5_050 - times.size) * mean
    expect(Math.abs(chi - 5_049)).toBeLessThan(5 * 100.5)
})
