import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterPairs } from './cluster-pairs.ts'
import { connectRecords } from './connect-records.ts'
import { type ClusterInput, type RecordPairs, scoredPairs } from './scored-pairs.ts'

type Row = readonly [number, number, number]

type Small = {
    readonly records: number
    readonly rows: readonly Row[]
    readonly kinds: readonly (readonly number[])[]
    readonly apart: readonly (readonly [number, number])[]
}

/** Two small graphs in one. */
type Together = {
    readonly one: Small
    readonly other: Small
    readonly places: readonly number[]
    readonly between: readonly Row[]
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

describe('clusters of two sets that no accepted pair connects', () => {
    const apartSets = fc.tuple(smalls, smalls).chain(([one, other]) => {
        const all = Array.from({ length: one.records + other.records }, (_, at) => at)
        const size = { minLength: one.records, maxLength: one.records }
        const record = fc.nat({ max: 8 })
        return fc.record({
            one: fc.constant(one),
            other: fc.constant(other),
            /** Where the records of the first set stand among all. */
            places: fc.subarray(all, size),
            /** Evidence between the two that joins nothing. */
            between: fc.array(
                fc.tuple(record, record, fc.integer({ min: -9_000, max: accept - 1 })),
                { maxLength: 4 },
            ),
        })
    })

    /** Both in one, with the place of each record of each. */
    function union({ one, other, places, between }: Together): {
        readonly whole: Small
        readonly parts: readonly (readonly [Small, readonly number[]])[]
    } {
        const records = one.records + other.records
        const all = Array.from({ length: records }, (_, at) => at)
        const others = all.filter((at) => !places.includes(at))
        const parts = [[one, places] as const, [other, others] as const]
        const rows = parts.flatMap(([{ rows: own }, at]) =>
            own.map(([left, right, weight]): Row => [at[left] ?? 0, at[right] ?? 0, weight]),
        )
        const across = between.map(
            ([left, right, weight]): Row => [
                places[left % one.records] ?? 0,
                others[right % other.records] ?? 0,
                weight,
            ],
        )
        const kinds = [0, 1].map((kind) =>
            all.map((at) => {
                const [part, own] = places.includes(at) ? [one, places] : [other, others]
                return part.kinds[kind]?.[own.indexOf(at)] ?? -1
            }),
        )
        const apart = parts.flatMap(([{ apart: own }, at]) =>
            own.map(([left, right]) => [at[left] ?? 0, at[right] ?? 0] as const),
        )
        return { whole: { records, rows: [...rows, ...across], kinds, apart }, parts }
    }

    it('are those of each alone', () => {
        fc.assert(
            fc.property(apartSets, (sets) => {
                const { whole, parts } = union(sets)
                const found = clusterPairs(inputOf(whole))
                for (const [part, at] of parts) {
                    const alone = clusterPairs(inputOf(part))
                    for (const name of ['cluster', 'component'] as const) {
                        const own = at.map((place) => found[name][place])
                        expect(own).toEqual([...alone[name]].map((first) => at[first]))
                    }
                }
            }),
            { numRuns: 1_000 },
        )
    })
})
