import fc from 'fast-check'
import { expect, it } from 'vitest'
import { binsMax, histogramEdges } from './histogram.ts'

it('gives few whole numbers a bin each', () => {
    expect(histogramEdges({ low: 0, high: 4, isWhole: true })).toEqual([0, 1, 2, 3])
    expect(histogramEdges({ low: 3, high: 3, isWhole: true })).toEqual([3])
})

it('cuts shares at round numbers', () => {
    expect(histogramEdges({ low: 0, high: 1, isWhole: false })).toEqual([
        0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    ])
})

it('grows with amounts, and keeps zero apart', () => {
    expect(histogramEdges({ low: 0, high: 250_000, isWhole: false })).toEqual([
        0, 100, 300, 1000, 3000, 10_000, 30_000, 100_000,
    ])
    expect(histogramEdges({ low: -5000, high: 9000, isWhole: false })).toContain(0)
})

it('always gives rising edges within the range, no more than fit', () => {
    const value = fc.integer({ min: -10_000_000, max: 100_000_000 })
    fc.assert(
        fc.property(value, value, fc.constantFrom(1, 100), (one, two, by) => {
            const isWhole = by === 1
            const [low = 0, high = 0] = [one, two]
                .toSorted((left, right) => left - right)
                .map((end) => (isWhole ? end : end / by))
            const edges = histogramEdges({ low, high, isWhole })
            expect(edges.length).toBeLessThanOrEqual(binsMax + 1)
            expect(edges).toEqual([...new Set(edges)].toSorted((left, right) => left - right))
            for (const edge of edges) {
                expect(edge).toBeGreaterThanOrEqual(low)
                expect(edge).toBeLessThanOrEqual(high)
            }
        }),
    )
})
