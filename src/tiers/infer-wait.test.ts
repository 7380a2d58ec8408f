import { describe, expect, it } from 'vitest'
import { inferOrder } from './infer-order.ts'
import { type BelowCount, inferFallTo, inferWait } from './infer-wait.ts'

/** Places 1, 2, 3 … of runs below, each with its falls and stays. */
function runs(places: readonly (readonly [falls: number, stays: number])[]): readonly BelowCount[] {
    return places.map(([falls, stays], index) => ({
        ...{ held: 1, place: index + 1, falls, stays },
        ...{ toCurrent: 0, toBest: 0 },
    }))
}

describe('a wait', () => {
    it.each([
        ['at once', [[9, 0]], 1, 0],
        [
            'three months',
            [
                [0, 30],
                [0, 20],
                [15, 0],
            ],
            3,
            0,
        ],
        [
            'three months, some falls early and some forgotten',
            [
                [0, 30],
                [2, 20],
                [14, 1],
                [1, 0],
            ],
            3,
            3,
        ],
        [
            'six months',
            [
                [0, 9],
                [0, 8],
                [0, 7],
                [0, 6],
                [0, 5],
                [4, 0],
            ],
            6,
            0,
        ],
    ] as const)('%s', (_, places, ...found) => {
        const [wait, errors] = found
        expect(inferWait(runs(places), 1)).toMatchObject({ wait, errors })
    })

    it('is unknown where nobody fell', () => {
        expect(
            inferWait(
                runs([
                    [0, 4],
                    [0, 2],
                ]),
                1,
            ),
        ).toEqual({ wait: null, cases: 0, errors: 0 })
    })

    it('looks at its own tier alone', () => {
        expect(
            inferWait(
                runs([
                    [0, 3],
                    [3, 0],
                ]),
                2,
            ).wait,
        ).toBeNull()
    })
})

describe('where a fall ends', () => {
    const falls = (toCurrent: number, toBest: number): readonly BelowCount[] => [
        { held: 1, place: 3, falls: 9, stays: 0, toCurrent, toBest },
    ]

    it.each([
        [5, 1, 'current', true],
        [1, 5, 'best_of_wait', true],
        [0, 0, 'current', false],
    ] as const)('%d to the current level, %d to the best: %s', (current, best, ...found) => {
        const [to, isSeen] = found
        expect(inferFallTo(falls(current, best))).toEqual({ to, isSeen })
    })
})

describe('the order of tiers', () => {
    it('is that of their median measures, not of their words or sizes', () => {
        const counts = [
            { tier: 'b', bucket: 900, count: 1 },
            { tier: 'b', bucket: 10, count: 5 },
            { tier: 'a', bucket: 500, count: 3 },
            { tier: 'c', bucket: 700, count: 1 },
        ]
        expect(inferOrder(counts).map(({ tier, median }) => [tier, median])).toEqual([
            ['b', 10],
            ['a', 500],
            ['c', 700],
        ])
    })
})
