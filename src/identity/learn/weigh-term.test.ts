import { expect, it } from 'vitest'
import { chanceOfWeight, milliBits, weighPattern, weightOfChance } from './match-model.ts'
import { weighTerm } from './weigh-term.ts'

const term = { known: 100_000, partners: 0, m: 0.9, weight: 9_000 }

it('weighs a value by how many others hold it', () => {
    // 11 holders, one of them the pair's own: log2(0.9 × 100,000 / 10) = 13.136 bits.
    expect(weighTerm({ ...term, holders: 11 })).toBe(13_136 - 9_000)
    // 5,001 holders: log2(0.9 × 100,000 / 5,000) = 4.170 bits, less than the level on average.
    expect(weighTerm({ ...term, holders: 5_001 })).toBe(4_170 - 9_000)
})

it('leaves the own partners of a record out', () => {
    const alone = weighTerm({ ...term, holders: 8 })
    expect(weighTerm({ ...term, holders: 11, partners: 3 / 0.9 })).toBe(alone)
})

it('adds at most twelve bits, and never makes agreement speak against', () => {
    expect(weighTerm({ ...term, known: 10 ** 9, holders: 2 })).toBe(12_000)
    expect(weighTerm({ ...term, holders: 100_000 })).toBe(-9_000)
    expect(weighTerm({ ...term, holders: 100_000, weight: -500 })).toBeGreaterThanOrEqual(0)
})

it('turns weights into chances and back', () => {
    expect(chanceOfWeight(0)).toBe(0.5)
    expect(chanceOfWeight(1_000)).toBeCloseTo(2 / 3, 12)
    expect(weightOfChance(0.5)).toBe(0)
    for (const chance of [0.001, 0.1, 0.5, 0.95, 0.9999]) {
        expect(chanceOfWeight(weightOfChance(chance))).toBeCloseTo(chance, 3)
    }
    expect(milliBits(1 / 8)).toBe(-3_000)
    expect(Object.is(milliBits(1), 0)).toBe(true)
})

it('adds the weights of a pattern to the prior, none for what is unknown', () => {
    const level = (id: string, weight: number) => ({ id, m: 0.5, u: 0.5, weight })
    const model = {
        fields: [
            { id: 'name', levels: [level('exact', 9_100), level('different', -2_000)] },
            { id: 'phone', levels: [level('exact', 15_250), level('different', -900)] },
        ],
        prior: 0.001,
        priorWeight: -9_964,
        partners: 1,
        sessions: [],
        rounds: 1,
        isSettled: true,
        warnings: [],
    }
    expect(weighPattern(model, [0, 1])).toBe(-9_964 + 9_100 - 900)
    expect(weighPattern(model, [0, -1])).toBe(-9_964 + 9_100)
    expect(weighPattern(model, [-1, -1])).toBe(-9_964)
})
