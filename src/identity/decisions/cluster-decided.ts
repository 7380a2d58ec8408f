import { type Clustering, clusterPairs } from '../cluster/cluster-pairs.ts'
import { connectRecords } from '../cluster/connect-records.ts'
import type { ClusterInput, RecordPairs } from '../cluster/scored-pairs.ts'
import { numberAt } from '../number-at.ts'

/** What people decided of records, by position. */
export type DecidedPairs = { readonly together: RecordPairs; readonly apart: RecordPairs }

/**
 * Clusters of records where people have decided of some: what they joined goes through everything
 * as one record, with the first valid number that it has; what they parted never meets. A pair of
 * `together` is never one of `apart`, nor connected to be one.
 */
export function clusterDecided(input: ClusterInput, { together, apart }: DecidedPairs): Clustering {
    const { records } = input
    const joined = { ...together, weight: new Int32Array(together.left.length).fill(1) }
    const leader = connectRecords(records, joined, 1)
    const { cluster, component, difficult } = clusterPairs({
        ...input,
        pairs: { ...led(input.pairs, leader), weight: input.pairs.weight },
        kinds: input.kinds.map((codes) => codesOfLeaders(codes, leader)),
        apart: led(joinedPairs(input.apart, apart), leader),
    })
    const ofLeader = (found: Uint32Array): Uint32Array =>
        leader.map((first) => numberAt(found, first))
    return { cluster: ofLeader(cluster), component: ofLeader(component), difficult }
}

function led({ left, right }: RecordPairs, leader: Uint32Array): RecordPairs {
    return {
        left: left.map((record) => numberAt(leader, record)),
        right: right.map((record) => numberAt(leader, record)),
    }
}

function joinedPairs(one: RecordPairs, other: RecordPairs): RecordPairs {
    return {
        left: Uint32Array.from([...one.left, ...other.left]),
        right: Uint32Array.from([...one.right, ...other.right]),
    }
}

function codesOfLeaders(codes: Int32Array, leader: Uint32Array): Int32Array {
    const found = new Int32Array(codes.length).fill(-1)
    const isMixed = new Uint8Array(codes.length)
    for (const [record, first] of leader.entries()) {
        const [own, known] = [numberAt(codes, record), numberAt(found, first)]
        if (own < 0 || own === known) continue
        if (known >= 0) isMixed[first] = 1
        found[first] = own
    }
    return found.map((code, record) => (isMixed[record] === 1 ? -1 : code))
}
