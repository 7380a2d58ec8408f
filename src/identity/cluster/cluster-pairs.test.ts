import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterAgain, touchedRecords } from './cluster-again.ts'
import { type Clustering, clusterPairs } from './cluster-pairs.ts'
import { connectRecords } from './connect-records.ts'
import { type ClusterInput, noPairs, type RecordPairs, scoredPairs } from './scored-pairs.ts'

type Row = readonly [number, number, number]

type Small = {
    readonly records: number
    readonly rows: readonly Row[]
    readonly kinds: readonly (readonly number[])[]
    readonly apart: readonly (readonly [number, number])[]
}

const accept = 1_000
const hold = -500

function marksOf(apart: Small['apart']): RecordPairs {
    return {
        left: Uint32Array.from(apart, ([left]) => left),
        right: Uint32Array.from(apart, ([, right]) => right),
    }
}

function inputOf({ records, rows, kinds, apart }: Small): ClusterInput {
    return {
        records,
        pairs: scoredPairs(rows),
        kinds: kinds.map((codes) => Int32Array.from(codes)),
        apart: marksOf(apart),
        accept,
        hold,
    }
}

const clustersOf = (small: Small): readonly number[] => [...clusterPairs(inputOf(small)).cluster]

/** Small graphs: weights that meet often, so that ties and refusals come up. */
const smalls: fc.Arbitrary<Small> = fc.integer({ min: 1, max: 9 }).chain((records) => {
    const record = fc.nat({ max: records - 1 })
    const weight = fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(-3_000, -500, 0, 1_000, 2_000) },
        fc.integer({ min: -9_000, max: 12_000 }),
    )
    const code = fc.constantFrom(-1, -1, -1, 0, 1)
    const two = fc.tuple(record, record).filter(([one, other]) => one !== other)
    const rows = fc.uniqueArray(fc.tuple(record, record, weight), {
        selector: ([one, other]) => Math.min(one, other) * 10 + Math.max(one, other),
        maxLength: 30,
    })
    return fc.record({
        records: fc.constant(records),
        rows: rows.map((found) => found.filter(([one, other]) => one !== other)),
        kinds: fc.array(fc.array(code, { minLength: records, maxLength: records }), {
            maxLength: 2,
        }),
        apart: records < 2 ? fc.constant([]) : fc.array(two, { maxLength: 2 }),
    })
})

/**
 * Average linkage by the plainest loop: of all two clusters that may be joined, those with the
 * highest mean; of equal ones those with the earliest scored pair between them.
 */
function slowly({ records, rows, kinds, apart }: Small): readonly number[] {
    let clusters = Array.from({ length: records }, (_, record) => [record])
    const between = (ones: readonly number[], others: readonly number[]): readonly Row[] =>
        rows.filter(
            ([left, right]) =>
                (ones.includes(left) && others.includes(right)) ||
                (ones.includes(right) && others.includes(left)),
        )
    const isAllowed = (all: readonly number[]): boolean =>
        kinds.every((codes) => {
            const known = all.map((record) => codes[record] ?? -1).filter((code) => code >= 0)
            return new Set(known).size < 2
        }) && !apart.some(([one, other]) => all.includes(one) && all.includes(other))
    for (;;) {
        const joins = clusters.flatMap((ones, at) =>
            clusters.slice(at + 1).flatMap((others) => {
                const found = between(ones, others)
                const mean = found.reduce((sum, [, , weight]) => sum + weight, 0) / found.length
                const isJoined = found.some(([, , weight]) => weight >= accept) && mean >= hold
                if (!isJoined || !isAllowed([...ones, ...others])) return []
                const first = found
                    .map(([left, right]) => Math.min(left, right) * 10 + Math.max(left, right))
                    .sort((one, other) => one - other)[0]
                return [{ ones, others, mean, first: first ?? 0 }]
            }),
        )
        const best = joins.sort((a, b) => b.mean - a.mean || a.first - b.first)[0]
        if (best === undefined) break
        const joined = [...best.ones, ...best.others]
        clusters = [...clusters.filter((one) => one !== best.ones && one !== best.others), joined]
    }
    const first = (record: number): number =>
        Math.min(...(clusters.find((one) => one.includes(record)) ?? [record]))
    return Array.from({ length: records }, (_, record) => first(record))
}

describe('clusters', () => {
    it('are what the plainest loop makes', () => {
        fc.assert(
            fc.property(smalls, (small) => {
                expect(clustersOf(small)).toEqual(slowly(small))
            }),
            { numRuns: 2_000 },
        )
    })

    it('hold no conflict and hang together by accepted pairs', () => {
        fc.assert(
            fc.property(smalls, (small) => {
                const cluster = clustersOf(small)
                for (const codes of small.kinds) {
                    const codeOf = new Map<number, number>()
                    for (const [record, code] of codes.entries()) {
                        if (code < 0) continue
                        const first = cluster[record] ?? -1
                        expect(codeOf.get(first) ?? code).toBe(code)
                        codeOf.set(first, code)
                    }
                }
                for (const [one, other] of small.apart)
                    expect(cluster[one]).not.toBe(cluster[other])
                const inside = small.rows.filter(([one, other]) => cluster[one] === cluster[other])
                const tied = connectRecords(small.records, scoredPairs(inside), accept)
                expect([...tied]).toEqual(cluster)
            }),
            { numRuns: 1_000 },
        )
    })

    it('are the components where nothing speaks against', () => {
        fc.assert(
            fc.property(smalls, (small) => {
                const sure = small.rows.filter(([, , weight]) => weight >= hold)
                const calm = { ...small, rows: sure, kinds: [], apart: [] }
                const { cluster, component, difficult } = clusterPairs(inputOf(calm))
                expect(cluster).toEqual(component)
                expect(difficult).toBe(0)
            }),
        )
    })

    it('depend on no order of pairs, nor on which side a record stands', () => {
        const shuffled = smalls.chain((small) =>
            fc.tuple(
                fc.constant(small),
                fc.shuffledSubarray([...small.rows], { minLength: small.rows.length }),
            ),
        )
        fc.assert(
            fc.property(shuffled, ([small, rows]) => {
                const turned = rows.map(([one, other, weight]): Row => [other, one, weight])
                expect(clustersOf({ ...small, rows: turned })).toEqual(clustersOf(small))
                expect(clustersOf({ ...small, rows: [...rows, ...rows] })).toEqual(
                    clustersOf(small),
                )
            }),
        )
    })
})

describe('difficult clusters', () => {
    const none = { kinds: [], apart: [] }

    it('keep twins apart whose numbers differ, and give the lone record to the nearer', () => {
        // 0 and 1 are twins with numbers of their own, 2 told the call centre a name and a phone.
        const rows: readonly Row[] = [
            [0, 1, 9_000],
            [0, 2, 4_000],
            [1, 2, 5_000],
        ]
        expect(clustersOf({ ...none, records: 3, rows, kinds: [[7, 8, -1]] })).toEqual([0, 1, 1])
        expect(clustersOf({ ...none, records: 3, rows })).toEqual([0, 0, 0])
    })

    it('chain nobody through the phone that all share', () => {
        // Every caller looks like record 0, and none like another.
        const callers = [1, 2, 3, 4, 5]
        const rows = [
            ...callers.map((caller): Row => [0, caller, 3_000 + caller]),
            ...callers.flatMap((one) =>
                callers.filter((other) => other > one).map((other): Row => [one, other, -12_000]),
            ),
        ]
        expect(clustersOf({ ...none, records: 6, rows })).toEqual([0, 1, 2, 3, 4, 0])
    })

    it('settle equal evidence by the first pair between, also of joined clusters', () => {
        // 3 and 5 cannot both be with 0 and 1, and have equal evidence.
        const rows: readonly Row[] = [
            [0, 1, 9_000],
            [0, 3, 2_000],
            [1, 3, 2_000],
            [0, 5, 2_000],
            ...[2, 4, 6].map((other): Row => [1, other, 1_500]),
        ]
        const tied = { records: 7, rows, kinds: [[-1, -1, -1, 1, -1, 2, -1]], apart: [] }
        expect(clustersOf(tied)).toEqual([0, 0, 0, 0, 0, 5, 0])
        expect(slowly(tied)).toEqual([0, 0, 0, 0, 0, 5, 0])
    })

    it('obey what people decided', () => {
        const rows: readonly Row[] = [
            [0, 1, 20_000],
            [1, 2, 15_000],
        ]
        const apart: Small['apart'] = [[2, 0]]
        expect(clustersOf({ ...none, records: 3, rows, apart })).toEqual([0, 0, 2])
    })

    it('take what was never compared for no evidence', () => {
        const rows: readonly Row[] = [
            [0, 1, 2_000],
            [1, 2, 2_000],
            [2, 3, 2_000],
        ]
        expect(clustersOf({ ...none, records: 5, rows })).toEqual([0, 0, 0, 0, 4])
    })
})

describe('clusters after a change', () => {
    it('are the same as from scratch', () => {
        const changed = smalls.chain((small) =>
            fc.record({
                small: fc.constant(small),
                /** How many of the rows, records and marks were there before. */
                rows: fc.nat({ max: small.rows.length }),
                records: fc.integer({ min: 1, max: small.records }),
                marks: fc.nat({ max: small.apart.length }),
            }),
        )
        fc.assert(
            fc.property(changed, ({ small, rows, records, marks }) => {
                const isOld = ([one, other]: readonly number[]): boolean =>
                    (one ?? 0) < records && (other ?? 0) < records
                const oldRows = small.rows.slice(0, rows).filter(isOld)
                const oldMarks = small.apart.slice(0, marks).filter(isOld)
                const kinds = small.kinds.map((codes) => codes.slice(0, records))
                const old = { records, rows: oldRows, kinds, apart: oldMarks }
                const before = clusterPairs(inputOf(old))
                expectSame(before, small, old)
            }),
            { numRuns: 1_000 },
        )
    })

    function expectSame(before: Clustering, small: Small, old: Small): void {
        const newRows = small.rows.filter((row) => !old.rows.includes(row))
        const newMarks = small.apart.filter((mark) => !old.apart.includes(mark))
        const isTouched = touchedRecords(before, {
            pairs: [scoredPairs(newRows), marksOf(newMarks)],
            records: new Uint32Array(0),
        })
        const needed = old.rows.filter(([left]) => isTouched[left] === 1)
        const again = clusterAgain(
            before,
            isTouched,
            inputOf({ ...small, rows: [...needed, ...newRows] }),
        )
        const scratch = clusterPairs(inputOf(small))
        expect(again.cluster).toEqual(scratch.cluster)
        expect(again.component).toEqual(scratch.component)
    }

    it('touch nothing without a change', () => {
        const before = clusterPairs(
            inputOf({ records: 3, rows: [[0, 1, 2_000]], kinds: [], apart: [] }),
        )
        const nothing = { pairs: [noPairs], records: new Uint32Array(0) }
        expect([...touchedRecords(before, nothing)]).toEqual([0, 0, 0])
        const one = { pairs: [], records: Uint32Array.of(1) }
        expect([...touchedRecords(before, one)]).toEqual([1, 1, 0])
    })
})
