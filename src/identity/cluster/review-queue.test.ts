import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clusterPairs } from './cluster-pairs.ts'
import { type ReviewInput, reviewQueue } from './review-queue.ts'
import { noPairs, scoredPairs } from './scored-pairs.ts'

const plain = {
    kinds: [],
    apart: noPairs,
    accept: 4_000,
    hold: 0,
    reject: -2_000,
    worth: null,
}

const queueOf = (input: ReviewInput) => reviewQueue(input, clusterPairs(input))

it('asks for each two clusters once, by their best pair', () => {
    const input = {
        ...plain,
        records: 4,
        pairs: scoredPairs([
            [0, 1, 9_000],
            [2, 0, 1_000],
            [1, 2, 1_500],
            [2, 3, -2_001],
        ]),
    }
    // Odds of 2^1.5 to one.
    const value = Math.round((4_000_000 * 2 ** 1.5) / (1 + 2 ** 1.5) ** 2)
    expect(queueOf(input)).toEqual([
        { left: 1, right: 2, weight: 1_500, reason: 'uncertain', pairs: 2, value },
    ])
})

it('puts first what is worth most and least certain', () => {
    const worth = Float64Array.of(500, 300, 90, 5_000, 5_000, 5_000)
    const input = {
        ...plain,
        records: 6,
        worth,
        pairs: scoredPairs([
            [0, 1, 0],
            [2, 1, 0],
            [3, 4, 3_000],
            [4, 5, -500],
        ]),
    }
    // 4p(1 − p) is 1 at weight 0; at 3 bits p = 8/9, 32/81; at −½ bit 1/(1 + √2) and the rest.
    expect(queueOf(input).map(({ left, right, value }) => [left, right, value])).toEqual([
        [4, 5, 5_000 * Math.round(4_000_000 * (Math.SQRT2 / (1 + Math.SQRT2) ** 2))],
        [3, 4, 5_000 * Math.round((4_000_000 * 8) / 81)],
        [0, 1, 300 * 1_000_000],
        [1, 2, 90 * 1_000_000],
    ])
})

it('says why a pair that is sure by itself was not joined', () => {
    const input = {
        ...plain,
        records: 5,
        kinds: [Int32Array.of(1, 2, -1, -1, -1)],
        pairs: scoredPairs([
            [0, 1, 9_000],
            [2, 3, 8_000],
            [3, 4, 5_000],
            [2, 4, -30_000],
        ]),
    }
    expect(queueOf(input).map(({ left, right, reason }) => [left, right, reason])).toEqual([
        [3, 4, 'doubted'],
        [0, 1, 'conflict'],
    ])
})

it('asks nobody twice, and never about records that are joined', () => {
    const rows = [
        [0, 1, 9_000],
        [1, 2, 9_000],
        [0, 2, 100],
        [3, 4, 100],
    ] as const
    const input = { ...plain, records: 5, pairs: scoredPairs(rows) }
    expect(queueOf(input).map(({ left, right }) => [left, right])).toEqual([[3, 4]])
    const apart = { left: Uint32Array.of(4), right: Uint32Array.of(3) }
    expect(queueOf({ ...input, apart })).toEqual([])
})

it('depends on no order of pairs', () => {
    const record = fc.nat({ max: 7 })
    const row = fc.tuple(record, record, fc.constantFrom(-3_000, 0, 100, 3_000, 6_000))
    const rows = fc.uniqueArray(row, {
        selector: ([one, other]) => `${Math.min(one, other)} ${Math.max(one, other)}`,
    })
    fc.assert(
        fc.property(rows, (some) => {
            const pairs = some.filter(([one, other]) => one !== other)
            const turned = pairs.toReversed().map(([a, b, weight]) => [b, a, weight] as const)
            const input = { ...plain, records: 8, pairs: scoredPairs(pairs) }
            expect(queueOf({ ...input, pairs: scoredPairs(turned) })).toEqual(queueOf(input))
        }),
    )
})
