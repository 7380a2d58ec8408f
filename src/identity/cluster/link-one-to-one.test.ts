import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestAssignment } from './best-assignment.ts'
import { linkOneToOne, type OneToOne } from './link-one-to-one.ts'
import { noPairs, scoredPairs } from './scored-pairs.ts'

type Row = readonly [left: number, right: number, weight: number]

const accept = 500
const firstRecords = 5

/** Pairs between five records of one table and four of another, some twice. */
const links: fc.Arbitrary<readonly Row[]> = fc.array(
    fc.tuple(
        fc.nat({ max: 4 }),
        fc.integer({ min: 5, max: 8 }),
        fc.integer({ min: -900, max: 4000 }),
    ),
    { maxLength: 16 },
)

function link(rows: readonly Row[], more: { readonly codes?: readonly number[] } = {}): OneToOne {
    const codes = more.codes === undefined ? [] : [Int32Array.from(more.codes)]
    const input = { records: 9, firstRecords, pairs: scoredPairs(rows), kinds: codes, accept }
    return linkOneToOne({ ...input, apart: noPairs })
}

/** The pairs that were taken. */
function takenOf({ cluster }: OneToOne): readonly (readonly [number, number])[] {
    return [...cluster].flatMap((left, right) => (left === right ? [] : [[left, right] as const]))
}

function sumOf(rows: readonly Row[], taken: readonly (readonly [number, number])[]): number {
    return taken.reduce((sum, [left, right]) => {
        const weights = rows.filter((row) => row[0] === left && row[1] === right)
        return sum + Math.max(...weights.map(([, , weight]) => weight))
    }, 0)
}

/** The greatest sum of all ways to take pairs, by trying every one of them. */
function bestSum(rows: readonly Row[], used: ReadonlySet<number> = new Set()): number {
    const [first, ...rest] = rows
    if (first === undefined) return 0
    const [left, right, weight] = first
    const without = bestSum(rest, used)
    if (used.has(left) || used.has(right) || weight < accept) return without
    return Math.max(without, weight + bestSum(rest, new Set([...used, left, right])))
}

describe('one-to-one links of two tables', () => {
    it('have the greatest sum of weights, and each record once at most', () => {
        fc.assert(
            fc.property(links, (rows) => {
                const taken = takenOf(link(rows))
                const records = taken.flat()
                expect(new Set(records).size).toBe(records.length)
                for (const [left, right] of taken) {
                    expect(left < firstRecords && right >= firstRecords).toBe(true)
                }
                expect(sumOf(rows, taken)).toBe(bestSum(rows))
            }),
        )
    })

    it('are the same in whatever order the pairs and their sides come', () => {
        fc.assert(
            fc.property(links, fc.infiniteStream(fc.nat()), (rows, stream) => {
                const turned = rows
                    .map((row) => ({ row, at: stream.next().value ?? 0 }))
                    .toSorted((one, other) => one.at - other.at)
                    .map(
                        ({ row: [left, right, weight], at }): Row =>
                            at % 2 === 0 ? [right, left, weight] : [left, right, weight],
                    )
                expect(takenOf(link(turned))).toEqual(takenOf(link(rows)))
            }),
        )
    })

    it('give up the heaviest pair where two others weigh more together', () => {
        const rows: readonly Row[] = [
            ...([
                [0, 5, 3000],
                [0, 6, 2900],
                [1, 5, 2800],
            ] as const),
        ]
        expect(takenOf(link(rows))).toEqual([
            [1, 5],
            [0, 6],
        ])
    })

    it('never take two different codes, nor what lies below acceptance', () => {
        const codes = [0, -1, -1, -1, -1, 1, 0, -1, -1]
        expect(
            takenOf(
                link(
                    [
                        [0, 5, 9000],
                        [0, 6, 600],
                        [1, 7, 499],
                    ],
                    { codes },
                ),
            ),
        ).toEqual([[0, 6]])
    })

    it('take the heaviest first where too many hang together, and say so', () => {
        const rows = Array.from({ length: 450 }, (_, at): readonly Row[] => [
            [at, 450 + at, 2000 + at],
            [at, 450 + ((at + 1) % 450), 1000],
        ]).flat()
        const input = { records: 900, firstRecords: 450, kinds: [], apart: noPairs, accept }
        const linked = linkOneToOne({ ...input, pairs: scoredPairs(rows) })
        expect([linked.exact, linked.approximate]).toEqual([0, 1])
        expect([...linked.cluster.subarray(450)]).toEqual(
            Array.from({ length: 450 }, (_, at) => at),
        )
    })
})

describe('the best assignment', () => {
    it('takes nothing that gains nothing', () => {
        const gains = Float64Array.from([0, -5, 7, 0])
        expect([...bestAssignment(gains, { rows: 2, columns: 2 })]).toEqual([-1, 0])
    })

    it('may have more rows than columns, and none at all', () => {
        expect([...bestAssignment(Float64Array.from([3, 9, 4]), { rows: 3, columns: 1 })]).toEqual([
            ...[-1, 0, -1],
        ])
        expect([...bestAssignment(new Float64Array(0), { rows: 0, columns: 3 })]).toEqual([])
    })
})
