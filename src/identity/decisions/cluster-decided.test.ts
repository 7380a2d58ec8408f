import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterPairs } from '../cluster/cluster-pairs.ts'
import {
    type ClusterInput,
    noPairs,
    type RecordPairs,
    scoredPairs,
} from '../cluster/scored-pairs.ts'
import { clusterDecided } from './cluster-decided.ts'

const accept = 4000
const none = { together: noPairs, apart: noPairs }

function pairsOf(rows: readonly (readonly [number, number])[]): RecordPairs {
    return {
        left: Uint32Array.from(rows, ([left]) => left),
        right: Uint32Array.from(rows, ([, right]) => right),
    }
}

function inputOf(
    records: number,
    rows: readonly (readonly [number, number, number])[],
    kinds: readonly Int32Array[] = [],
): ClusterInput {
    return { records, pairs: scoredPairs(rows), kinds, apart: noPairs, accept, hold: 0 }
}

const records = 8
const position = fc.integer({ min: 0, max: records - 1 })
const rows = fc.array(
    fc
        .tuple(position, position, fc.integer({ min: -9000, max: 9000 }))
        .filter(([left, right]) => left !== right),
    { maxLength: 14 },
)

describe('clusters with decisions of people', () => {
    it('are those of the pairs where nobody decided anything', () => {
        fc.assert(
            fc.property(rows, (drawn) => {
                const input = inputOf(records, drawn)
                expect(clusterDecided(input, none).cluster).toEqual(clusterPairs(input).cluster)
            }),
        )
    })

    it('join what people joined, against any evidence and any number', () => {
        const codes = Int32Array.from([0, 1, -1])
        const input = inputOf(3, [[0, 1, -9000]], [codes])
        const decided = { ...none, together: pairsOf([[1, 0]]) }
        expect([...clusterDecided(input, decided).cluster]).toEqual([0, 0, 2])
    })

    it('take a record that is sure of one of two joined ones into both', () => {
        const input = inputOf(3, [[1, 2, 9000]])
        const decided = { ...none, together: pairsOf([[0, 1]]) }
        expect([...clusterDecided(input, decided).cluster]).toEqual([0, 0, 0])
    })

    it('part what people parted, however sure the pair, also in the middle of a chain', () => {
        const chain = inputOf(3, [
            [0, 1, 9000],
            [1, 2, 8000],
            [0, 2, 7000],
        ])
        const decided = { ...none, apart: pairsOf([[0, 2]]) }
        expect([...clusterDecided(chain, decided).cluster]).toEqual([0, 0, 2])
    })

    it('hold every decision, whatever the pairs say', () => {
        const pair = fc.tuple(position, position).filter(([left, right]) => left !== right)
        fc.assert(
            fc.property(rows, pair, pair, (drawn, joined, parted) => {
                const [[a, b], [c, d]] = [joined, parted]
                fc.pre(!(joined.includes(c) && joined.includes(d)))
                const { cluster } = clusterDecided(inputOf(records, drawn), {
                    together: pairsOf([joined]),
                    apart: pairsOf([parted]),
                })
                expect(cluster[a]).toBe(cluster[b])
                expect(cluster[c]).not.toBe(cluster[d])
            }),
        )
    })

    it('names a cluster by its first record', () => {
        fc.assert(
            fc.property(rows, fc.tuple(position, position), (drawn, [one, other]) => {
                const decided = { ...none, together: pairsOf([[one, other]]) }
                const { cluster } = clusterDecided(inputOf(records, drawn), decided)
                for (const [record, first] of cluster.entries()) {
                    expect(first).toBe(cluster.indexOf(first))
                    expect(first).toBeLessThanOrEqual(record)
                }
            }),
        )
    })
})
