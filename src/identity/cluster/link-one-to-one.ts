import { numberAt } from '../number-at.ts'
import { bestAssignment } from './best-assignment.ts'
import type { Clustering } from './cluster-pairs.ts'
import { connectRecords } from './connect-records.ts'
import type { ClusterInput, ScoredPairs } from './scored-pairs.ts'

/** Records of two tables, those of the first before those of the second. */
export type LinkInput = Omit<ClusterInput, 'hold'> & {
    /** How many records the first table has. */
    readonly firstRecords: number
}

/** Which record of one table is which of the other. */
export type OneToOne = Clustering & {
    /** Components in which the best assignment was found, and those too large for it. */
    readonly exact: number
    readonly approximate: number
}

/** Larger components take what is likeliest first: the exact way takes the cube of the records. */
const exactRecordsMax = 400

/**
 * Links two tables so that a record has one partner at most: in each component of pairs at or
 * above `accept` the assignment with the greatest sum of weights, which is the likeliest of all
 * (Jaro 1989). Where more than 400 records hang together, the heaviest pair is taken first, which
 * gives at least half of that sum. Pairs that a code or a mark keeps apart are never taken, nor
 * any between records of one table. A cluster is a pair or a record alone.
 */
export function linkOneToOne(input: LinkInput): OneToOne {
    const { records, accept } = input
    const pairs = eligiblePairs(input)
    const component = connectRecords(records, pairs, accept)
    const cluster = Uint32Array.from({ length: records }, (_, record) => record)
    const counted = { exact: 0, approximate: 0 }
    for (const group of groupsOf(pairs, component)) {
        const members = new Set(
            group.flatMap((pair) => [leftOf(pairs, pair), rightOf(pairs, pair)]),
        )
        const isExact = members.size <= exactRecordsMax
        const chosen = isExact ? assign(pairs, group, accept) : takeHeaviest(pairs, group)
        for (const pair of chosen) cluster[rightOf(pairs, pair)] = leftOf(pairs, pair)
        counted[isExact ? 'exact' : 'approximate']++
    }
    return { cluster, component, difficult: 0, ...counted }
}

const leftOf = ({ left }: ScoredPairs, pair: number): number => numberAt(left, pair)
const rightOf = ({ right }: ScoredPairs, pair: number): number => numberAt(right, pair)

/** Pairs that may be taken, the first table's record left, in an order of their own. */
function eligiblePairs({ pairs, kinds, apart, accept, firstRecords }: LinkInput): ScoredPairs {
    const marks = new Set(
        [...apart.left].map((record, at) => keyOf(record, numberAt(apart.right, at))),
    )
    const rows: [number, number, number][] = []
    for (let pair = 0; pair < pairs.weight.length; pair++) {
        const [one, other] = [leftOf(pairs, pair), rightOf(pairs, pair)]
        const [left, right] = [Math.min(one, other), Math.max(one, other)]
        const weight = numberAt(pairs.weight, pair)
        if (weight < accept || left >= firstRecords || right < firstRecords) continue
        const differ = kinds.some((codes) => {
            const [ones, others] = [numberAt(codes, left), numberAt(codes, right)]
            return ones >= 0 && others >= 0 && ones !== others
        })
        if (!differ && !marks.has(keyOf(left, right))) rows.push([left, right, weight])
    }
    rows.sort((a, b) => a[0] - b[0] || a[1] - b[1] || b[2] - a[2])
    // Of a pair that comes again the highest weight counts: it stands first.
    const single = rows.filter((row, at) => {
        const before = rows[at - 1]
        return before === undefined || before[0] !== row[0] || before[1] !== row[1]
    })
    return {
        left: Uint32Array.from(single, ([left]) => left),
        right: Uint32Array.from(single, ([, right]) => right),
        weight: Int32Array.from(single, ([, , weight]) => weight),
    }
}

function keyOf(one: number, other: number): string {
    return `${Math.min(one, other)} ${Math.max(one, other)}`
}

/** The pairs of each component, by place. */
function groupsOf(pairs: ScoredPairs, component: Uint32Array): readonly (readonly number[])[] {
    const groups = new Map<number, number[]>()
    for (let pair = 0; pair < pairs.weight.length; pair++) {
        const root = numberAt(component, leftOf(pairs, pair))
        const group = groups.get(root)
        if (group === undefined) groups.set(root, [pair])
        else group.push(pair)
    }
    return [...groups.values()]
}

function assign(pairs: ScoredPairs, group: readonly number[], accept: number): readonly number[] {
    if (group.length === 1) return group
    const lefts = [...new Set(group.map((pair) => leftOf(pairs, pair)))]
    const rights = [...new Set(group.map((pair) => rightOf(pairs, pair)))]
    const rowOf = new Map(lefts.map((record, row) => [record, row]))
    const columnOf = new Map(rights.map((record, column) => [record, column]))
    const gains = new Float64Array(lefts.length * rights.length)
    const pairAt = new Map<number, number>()
    for (const pair of group) {
        const row = rowOf.get(leftOf(pairs, pair)) ?? 0
        const column = columnOf.get(rightOf(pairs, pair)) ?? 0
        const place = row * rights.length + column
        // Whoever accepts what is less likely than not wants it taken before nothing at all.
        gains[place] = numberAt(pairs.weight, pair) + Math.max(1 - accept, 0)
        pairAt.set(place, pair)
    }
    const assigned = bestAssignment(gains, { rows: lefts.length, columns: rights.length })
    return [...assigned].flatMap((column, row) => {
        const pair = column < 0 ? undefined : pairAt.get(row * rights.length + column)
        return pair === undefined ? [] : [pair]
    })
}

function takeHeaviest(pairs: ScoredPairs, group: readonly number[]): readonly number[] {
    const taken = new Set<number>()
    return group
        .toSorted((one, other) => numberAt(pairs.weight, other) - numberAt(pairs.weight, one))
        .filter((pair) => {
            const [left, right] = [leftOf(pairs, pair), rightOf(pairs, pair)]
            if (taken.has(left) || taken.has(right)) return false
            taken.add(left).add(right)
            return true
        })
}
