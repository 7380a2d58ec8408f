import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
    binsBetween,
    binsByValue,
    driftLevel,
    driftThresholds,
    kindsMax,
    partiesJudged,
    populationStability,
    shareFloor,
} from './drift.ts'

const counts = fc.array(fc.nat(500), { minLength: 2, maxLength: 12 })

describe('the population stability index', () => {
    // Two bins, 60 % and 40 % against 50 % and 50 %: −0.1 · ln(5/6) + 0.1 · ln(5/4).
    it('is the sum of the formula', () => {
        const index = populationStability({ before: [600, 400], now: [500, 500] })
        expect(index).toBeCloseTo(0.1 * Math.log(1.25) - 0.1 * Math.log(5 / 6), 12)
    })

    it('takes an empty bin for the floor', () => {
        const index = populationStability({ before: [1000, 0], now: [900, 100] })
        const own = -0.1 * Math.log(0.9) + (0.1 - shareFloor) * Math.log(0.1 / shareFloor)
        expect(index).toBeCloseTo(own, 12)
    })

    it('is nothing where a month has nobody', () => {
        expect(populationStability({ before: [0, 0], now: [1, 2] })).toBeNull()
        expect(populationStability({ before: [3], now: [0] })).toBeNull()
    })

    it('is never below zero, zero of equal shares, and the same both ways', () => {
        fc.assert(
            fc.property(counts, counts, fc.integer({ min: 1, max: 9 }), (one, two, times) => {
                const before = one
                const now = one.map((_, bin) => two[bin] ?? 0)
                const index = populationStability({ before, now })
                const back = populationStability({ before: now, now: before })
                if (index === null || back === null) return
                expect(index).toBeGreaterThanOrEqual(0)
                expect(index).toBeCloseTo(back, 9)
                const more = before.map((count) => count * times)
                expect(populationStability({ before, now: more })).toBeCloseTo(0, 9)
            }),
        )
    })

    it('is judged at its thresholds, and not of few', () => {
        const { shifted, jumped } = driftThresholds
        expect(driftLevel(shifted - 0.001, partiesJudged)).toBe('stable')
        expect(driftLevel(shifted, partiesJudged)).toBe('shifted')
        expect(driftLevel(jumped, partiesJudged)).toBe('jumped')
        expect(driftLevel(9, partiesJudged - 1)).toBe('few')
    })
})

describe('bins', () => {
    it('lie between deciles, those that fall together in one', () => {
        const before = { parties: 110, known: 100, upTo: [70, 70, 70, 80, 100] }
        const now = { parties: 60, known: 60, upTo: [10, 10, 10, 30, 50] }
        expect(binsBetween(before, now)).toEqual({
            before: [10, 70, 10, 20, 0],
            now: [0, 10, 20, 20, 10],
        })
    })

    it('hold everybody once', () => {
        fc.assert(
            fc.property(counts, counts, fc.nat(50), (one, two, unknown) => {
                const rising = (all: readonly number[]) =>
                    all.toSorted((left, right) => left - right)
                const side = (all: readonly number[]) => {
                    const upTo = rising(one.map((_, index) => all[index] ?? 0))
                    const known = (upTo.at(-1) ?? 0) + 3
                    return { parties: known + unknown, known, upTo }
                }
                const [before, now] = [side(one), side(two)]
                const bins = binsBetween(before, now)
                expect(sum(bins.before)).toBe(before.parties)
                expect(sum(bins.now)).toBe(now.parties)
                expect(Math.min(...bins.before, ...bins.now)).toBeGreaterThanOrEqual(0)
            }),
        )
    })

    it('of kinds gather what is rare', () => {
        const before = new Map<string | null, number>([[null, 5]])
        for (let kind = 0; kind < kindsMax + 5; kind++) before.set(`k${kind}`, 100 - kind)
        const now = new Map<string | null, number>([['unheard of', 7]])
        const bins = binsByValue(before, now)
        expect(bins.before).toHaveLength(kindsMax + 1)
        expect(bins.before[0]).toBe(100)
        expect(bins.now).toEqual([...Array.from({ length: kindsMax }, () => 0), 7])
    })
})

function sum(all: readonly number[]): number {
    return all.reduce((total, one) => total + one, 0)
}
