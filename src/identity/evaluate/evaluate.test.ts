import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { evaluateClusters, type Groups } from './evaluate-clusters.ts'
import { evaluateKinds } from './evaluate-kinds.ts'
import { evaluatePairs, type JudgedPair } from './evaluate-pairs.ts'
import { readGroups } from './read-groups.ts'

type Case = {
    readonly truth: Groups
    readonly clusters: Groups
    readonly pairs: readonly JudgedPair[]
}

/** Small bases: some records without a cluster, pairs that come twice, either way round. */
const cases: fc.Arbitrary<Case> = fc.nat({ max: 12 }).chain((size) => {
    const ids = Array.from({ length: size }, (_, record) => `r${record}`)
    const group = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const groups = fc.array(group, { minLength: size, maxLength: size })
    const found = fc.array(fc.option(fc.oneof(group, fc.constant('')), { nil: null }), {
        minLength: size,
        maxLength: size,
    })
    const pair = fc.record({
        left: fc.constantFrom(...ids, ...(size === 0 ? [''] : [])),
        right: fc.constantFrom(...ids, ...(size === 0 ? [''] : [])),
        score: fc.constantFrom(0, 0.2, 0.5, 0.9, 1),
    })
    return fc.record({
        truth: groups.map((all) => new Map(ids.map((id, at) => [id, all[at] ?? '']))),
        clusters: found.map(
            (all) =>
                new Map(ids.flatMap((id, at) => (all[at] == null ? [] : [[id, all[at] ?? '']]))),
        ),
        pairs: size === 0 ? fc.constant([]) : fc.array(pair, { maxLength: 30 }),
    })
})

/** Every two records, each once. */
function allPairs(truth: Groups): readonly (readonly [string, string])[] {
    const ids = [...truth.keys()]
    return ids.flatMap((one, at) => ids.slice(at + 1).map((other) => [one, other] as const))
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

describe('clusters against the truth', () => {
    const isTogether = (clusters: Groups, one: string, other: string): boolean =>
        one === other ||
        ((clusters.get(one) ?? '') !== '' && clusters.get(one) === clusters.get(other))

    it('are counted pair by pair', () => {
        fc.assert(
            fc.property(cases, ({ truth, clusters }) => {
                const { pairwise } = valueOrThrow(evaluateClusters(clusters, truth))
                const pairs = allPairs(truth)
                const joined = pairs.filter(([one, other]) => isTogether(clusters, one, other))
                const same = pairs.filter(([one, other]) => truth.get(one) === truth.get(other))
                const right = joined.filter((pair) => same.includes(pair)).length
                expect(pairwise).toMatchObject({
                    precision: share(right, joined.length),
                    recall: share(right, same.length),
                    correctPairs: right,
                    predictedPairs: joined.length,
                    truePairs: same.length,
                })
            }),
        )
    })

    it('are counted record by record', () => {
        fc.assert(
            fc.property(cases, ({ truth, clusters }) => {
                const { bCubed } = valueOrThrow(evaluateClusters(clusters, truth))
                const ids = [...truth.keys()]
                // Bagga & Baldwin 1998: for each record, how much of both groups is right.
                const precisions = ids.map((id) => {
                    const cluster = ids.filter((other) => isTogether(clusters, id, other))
                    const right = cluster.filter((other) => truth.get(other) === truth.get(id))
                    return right.length / cluster.length
                })
                const recalls = ids.map((id) => {
                    const entity = ids.filter((other) => truth.get(other) === truth.get(id))
                    return (
                        entity.filter((other) => isTogether(clusters, id, other)).length /
                        entity.length
                    )
                })
                const mean = (all: readonly number[]) =>
                    all.reduce((sum, one) => sum + one, 0) / all.length
                if (ids.length === 0) {
                    expect(bCubed).toEqual({ precision: null, recall: null, f1: null })
                } else {
                    expect(bCubed.precision).toBeCloseTo(mean(precisions), 12)
                    expect(bCubed.recall).toBeCloseTo(mean(recalls), 12)
                }
            }),
        )
    })

    it('count what is exactly right', () => {
        const truth = new Map([...'abcdef'].map((id) => [id, id < 'c' ? 'one' : 'two']))
        const clusters = new Map([...'abcd'].map((id) => [id, id < 'c' ? 'x' : 'y']))
        expect(valueOrThrow(evaluateClusters(clusters, truth))).toMatchObject({
            records: 6,
            // Pairs: cd of cd, ce, cf, de, df, ef; and ab.
            pairwise: { precision: 1, recall: 2 / 7 },
            clusters: { predicted: 4, true: 2, exactlyRight: 1, largestPredicted: 2 },
            recordsWithoutPrediction: 2,
        })
    })

    it('are refused where the truth does not know a record', () => {
        const clusters = new Map([...'zya'].map((id) => [id, 'x']))
        expect(evaluateClusters(clusters, new Map([['a', '1']]))).toMatchObject({
            failures: [
                { code: 'identity.truth_without_record', params: { count: 2, record: 'y' } },
            ],
        })
    })
})

describe('pairs against the truth', () => {
    it('are counted score by score', () => {
        fc.assert(
            fc.property(cases, fc.constantFrom(0, 0.1, 0.5, 0.95, 2), ({ truth, pairs }, score) => {
                const found = valueOrThrow(evaluatePairs(pairs, truth, [score]))
                const all = allPairs(truth)
                const best = ([one, other]: readonly [string, string]): number =>
                    Math.max(
                        ...pairs
                            .filter(
                                ({ left, right }) =>
                                    (left === one && right === other) ||
                                    (left === other && right === one),
                            )
                            .map((pair) => pair.score),
                    )
                const taken = all.filter((pair) => best(pair) >= score)
                const same = all.filter(([one, other]) => truth.get(one) === truth.get(other))
                const right = taken.filter((pair) => same.includes(pair)).length
                expect(found.at).toMatchObject([
                    {
                        score,
                        figures: {
                            precision: share(right, taken.length),
                            recall: share(right, same.length),
                        },
                    },
                ])
                expect(found.candidatePairs).toBe(all.filter((pair) => best(pair) >= 0).length)
                const highest = Math.max(...found.curve.map(({ figures }) => figures.f1 ?? -1), -1)
                expect(found.best?.figures.f1 ?? -1).toBe(highest)
            }),
        )
    })

    it('are refused where the truth does not know a record', () => {
        const pairs = [{ left: 'a', right: 'b', score: 1 }]
        expect(evaluatePairs(pairs, new Map([['a', '1']]), [0])).toMatchObject({
            failures: [
                { code: 'identity.truth_without_record', params: { count: 1, record: 'b' } },
            ],
        })
    })
})

it('says of each kind of pair what became of it', () => {
    const truth = new Map([...'abcde'].map((id) => [id, id < 'c' ? '1' : id]))
    const clusters = new Map([...'abcd'].map((id) => [id, id < 'd' ? 'x' : 'y']))
    const pairs = ['ac twins', 'bc twins', 'cd twins', 'ab phone', 'de phone'].map((text) => {
        const [left = '', right = ''] = text
        return { left, right, kind: text.slice(3) }
    })
    expect(valueOrThrow(evaluateKinds(clusters, truth, pairs))).toEqual([
        { kind: 'phone', same: 1, sameJoined: 1, different: 1, differentJoined: 0 },
        { kind: 'twins', same: 0, sameJoined: 0, different: 3, differentJoined: 2 },
    ])
    expect(
        evaluateKinds(clusters, truth, [{ left: 'a', right: 'q', kind: 'twins' }]),
    ).toMatchObject({
        failures: [{ code: 'identity.truth_without_record', params: { count: 1, record: 'q' } }],
    })
})

it('reads groups, and refuses a record that comes twice, all at once', () => {
    const rows = ['a1', 'b1', 'a2', 'b3'].map((text) => ({
        record: text[0] ?? '',
        group: text[1] ?? '',
    }))
    expect(valueOrThrow(readGroups(rows.slice(0, 2)))).toEqual(
        new Map([
            ['a', '1'],
            ['b', '1'],
        ]),
    )
    expect(readGroups(rows)).toMatchObject({
        failures: [
            { code: 'identity.truth_record_twice', params: { record: 'a', row: 3 } },
            { code: 'identity.truth_record_twice', params: { record: 'b', row: 4 } },
        ],
    })
})
