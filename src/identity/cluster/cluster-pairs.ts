import { numberAt } from '../number-at.ts'
import { connectRecords } from './connect-records.ts'
import type { ClusterInput, ScoredPairs } from './scored-pairs.ts'
import { separateComponent } from './separate-component.ts'

/** Records in clusters: for each record the position of the first record of its cluster. */
export type Clustering = {
    readonly cluster: Uint32Array
    /** The same for components, whose clusters depend on nothing outside. */
    readonly component: Uint32Array
    /** How many components had a conflict or evidence against, and were taken with care. */
    readonly difficult: number
}

/**
 * Clusters of records that are one person or firm, from scored pairs. What holds of every result:
 * no cluster has two different codes of a kind, or two records that were decided to differ; every
 * cluster hangs together by pairs at or above `accept`, and came about by joins whose mean evidence
 * was at or above `hold`; where no conflict and no scored pair below `hold` lies inside a
 * component, the component is the cluster; the order of pairs changes nothing. Only difficult
 * components pay for care (`separate-component.ts`), so that time is near-linear in the pairs.
 */
export function clusterPairs(input: ClusterInput): Clustering {
    const component = connectRecords(input.records, input.pairs, input.accept)
    const isDifficult = findDifficult(input, component)
    const cluster = component.slice()
    const members = membersOf(component, isDifficult)
    const inside = pairsOf(input, component, isDifficult)
    const marks = marksOf(input, component, isDifficult)
    // A record lies in one component, so that one list of places does for all.
    const place = new Uint32Array(input.records)
    for (const [root, records] of members) {
        for (const [at, record] of records.entries()) place[record] = at
        const separated = separateComponent({
            records: records.length,
            pairs: localPairs(input, inside.get(root) ?? [], place),
            kinds: input.kinds.map((codes) =>
                Int32Array.from(records, (record) => numberAt(codes, record)),
            ),
            apart: (marks.get(root) ?? []).map((mark) => [
                numberAt(place, numberAt(input.apart.left, mark)),
                numberAt(place, numberAt(input.apart.right, mark)),
            ]),
            accept: input.accept,
            hold: input.hold,
        })
        for (const [at, first] of separated.entries()) {
            cluster[records[at] ?? 0] = records[first] ?? 0
        }
    }
    return { cluster, component, difficult: members.size }
}

/** Marks the roots of components with a conflict or with evidence against, one byte a record. */
function findDifficult(input: ClusterInput, component: Uint32Array): Uint8Array {
    const isDifficult = new Uint8Array(input.records)
    const { left, right, weight } = input.pairs
    for (let pair = 0; pair < weight.length; pair++) {
        if (numberAt(weight, pair) >= input.hold) continue
        const root = numberAt(component, numberAt(left, pair))
        if (root === numberAt(component, numberAt(right, pair))) isDifficult[root] = 1
    }
    for (const codes of input.kinds) {
        const seen = new Int32Array(input.records).fill(-1)
        for (let record = 0; record < input.records; record++) {
            const code = numberAt(codes, record)
            const root = numberAt(component, record)
            if (code < 0) continue
            const before = numberAt(seen, root)
            if (before >= 0 && before !== code) isDifficult[root] = 1
            seen[root] = code
        }
    }
    for (const [mark, record] of input.apart.left.entries()) {
        const root = numberAt(component, record)
        const other = numberAt(component, numberAt(input.apart.right, mark))
        if (root === other) isDifficult[root] = 1
    }
    return isDifficult
}

type Lists = Map<number, number[]>

function addTo(lists: Lists, root: number, item: number): void {
    const list = lists.get(root)
    if (list === undefined) lists.set(root, [item])
    else list.push(item)
}

/** Records of the difficult components by root, in their order. */
function membersOf(component: Uint32Array, isDifficult: Uint8Array): Lists {
    const members: Lists = new Map()
    for (let record = 0; record < component.length; record++) {
        const root = numberAt(component, record)
        if (isDifficult[root] === 1) addTo(members, root, record)
    }
    return members
}

/** Scored pairs inside difficult components, by root. */
function pairsOf({ pairs }: ClusterInput, component: Uint32Array, isDifficult: Uint8Array): Lists {
    const inside: Lists = new Map()
    for (let pair = 0; pair < pairs.weight.length; pair++) {
        const root = numberAt(component, numberAt(pairs.left, pair))
        if (isDifficult[root] !== 1) continue
        if (numberAt(component, numberAt(pairs.right, pair)) === root) addTo(inside, root, pair)
    }
    return inside
}

function marksOf({ apart }: ClusterInput, component: Uint32Array, isDifficult: Uint8Array): Lists {
    const marks: Lists = new Map()
    for (const [mark, record] of apart.left.entries()) {
        const root = numberAt(component, record)
        if (isDifficult[root] !== 1) continue
        if (numberAt(component, numberAt(apart.right, mark)) === root) addTo(marks, root, mark)
    }
    return marks
}

/** The pairs of a component with its own places. */
function localPairs(
    { pairs }: ClusterInput,
    inside: readonly number[],
    place: Uint32Array,
): ScoredPairs {
    const placesOf = (records: Uint32Array): Uint32Array =>
        Uint32Array.from(inside, (pair) => numberAt(place, numberAt(records, pair)))
    return {
        left: placesOf(pairs.left),
        right: placesOf(pairs.right),
        weight: Int32Array.from(inside, (pair) => numberAt(pairs.weight, pair)),
    }
}
