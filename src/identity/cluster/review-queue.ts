import { chanceOfWeight } from '../learn/match-model.ts'
import { numberAt } from '../number-at.ts'
import type { Clustering } from './cluster-pairs.ts'
import type { ClusterInput } from './scored-pairs.ts'

/**
 * Why two clusters wait for a person: their best pair is neither sure nor out of the question
 * (`uncertain`), or sure by itself and against the rest of the evidence (`doubted`), or against two
 * different numbers of a kind that one has only one of (`conflict`).
 */
export type ReviewReason = 'uncertain' | 'doubted' | 'conflict'

/** Two clusters that may be one, by their best pair. */
export type ReviewItem = {
    /** Positions of the two records of the best pair, left < right, and its weight. */
    readonly left: number
    readonly right: number
    readonly weight: number
    readonly reason: ReviewReason
    /** Pairs at or above `reject` between the two clusters. */
    readonly pairs: number
    /** What the answer is worth: the smaller worth of both sides times the uncertainty in ppm. */
    readonly value: number
}

/** What a queue is made of. */
export type ReviewInput = ClusterInput & {
    /** Weight below which a pair is not worth a look, in thousandths of a bit. */
    readonly reject: number
    /** What each record is worth, a whole number such as its assets; null: all alike. */
    readonly worth: Float64Array | null
}

/** Of a pair against evidence all is open; of a pair against two valid numbers hardly anything. */
const openPpm: Readonly<Record<'doubted' | 'conflict', number>> = {
    doubted: 1_000_000,
    conflict: 50_000,
}

/**
 * What people should look at, the worthiest first: one line for each two clusters with a pair at or
 * above `reject` between them. Records whose clusters were joined by others are not asked about,
 * nor those that somebody already decided. Worth of two clusters is the lesser one: that is what
 * would move. Uncertainty is 4p(1 − p) of the best pair's chance.
 */
export function reviewQueue(
    input: ReviewInput,
    { cluster }: Pick<Clustering, 'cluster'>,
): readonly ReviewItem[] {
    const decided = decidedClusters(input, cluster)
    const codes = codesOfClusters(input, cluster)
    const worth = worthOfClusters(input, cluster)
    const best = bestPairs(input, cluster)
    const items = [...best].flatMap(([key, { pair, pairs }]) => {
        if (decided.has(key)) return []
        const { left, right, weight } = pairAt(input, pair)
        const [one, other] = [numberAt(cluster, left), numberAt(cluster, right)]
        const differ = codes.some((code) =>
            areDifferent(numberAt(code, one), numberAt(code, other)),
        )
        const reason = reasonOf(weight >= input.accept, differ)
        const least = Math.min(numberAt(worth, one), numberAt(worth, other))
        const value = least * (reason === 'uncertain' ? uncertainty(weight) : openPpm[reason])
        return [{ left, right, weight, reason, pairs, value }]
    })
    return items.sort(
        (a, b) => b.value - a.value || b.weight - a.weight || a.left - b.left || a.right - b.right,
    )
}

function reasonOf(isSure: boolean, differ: boolean): ReviewReason {
    if (differ) return 'conflict'
    return isSure ? 'doubted' : 'uncertain'
}

function uncertainty(weight: number): number {
    const chance = chanceOfWeight(weight)
    return Math.round(4_000_000 * chance * (1 - chance))
}

type PairOf = { readonly left: number; readonly right: number; readonly weight: number }

function pairAt({ pairs }: ReviewInput, pair: number): PairOf {
    const [one, other] = [numberAt(pairs.left, pair), numberAt(pairs.right, pair)]
    return {
        left: Math.min(one, other),
        right: Math.max(one, other),
        weight: numberAt(pairs.weight, pair),
    }
}

/** One number for two clusters, whichever comes first: exact below 90 million records. */
function keyOf(records: number, one: number, other: number): number {
    return Math.min(one, other) * records + Math.max(one, other)
}

/** For each two clusters their best pair, and how many there are. */
function bestPairs(
    input: ReviewInput,
    cluster: Uint32Array,
): ReadonlyMap<number, { readonly pair: number; readonly pairs: number }> {
    const best = new Map<number, { pair: number; pairs: number }>()
    for (let pair = 0; pair < input.pairs.weight.length; pair++) {
        if (numberAt(input.pairs.weight, pair) < input.reject) continue
        const one = numberAt(cluster, numberAt(input.pairs.left, pair))
        const other = numberAt(cluster, numberAt(input.pairs.right, pair))
        if (one === other) continue
        const key = keyOf(input.records, one, other)
        const found = best.get(key)
        if (found === undefined) best.set(key, { pair, pairs: 1 })
        else {
            found.pairs++
            if (isBetter(pairAt(input, pair), pairAt(input, found.pair))) found.pair = pair
        }
    }
    return best
}

/** Heavier, or of equal ones the one of earlier records: whatever the order they come in. */
function isBetter(one: PairOf, other: PairOf): boolean {
    if (one.weight !== other.weight) return one.weight > other.weight
    return one.left === other.left ? one.right < other.right : one.left < other.left
}

function decidedClusters(input: ReviewInput, cluster: Uint32Array): ReadonlySet<number> {
    const decided = new Set<number>()
    for (const [mark, record] of input.apart.left.entries()) {
        const other = numberAt(cluster, numberAt(input.apart.right, mark))
        decided.add(keyOf(input.records, numberAt(cluster, record), other))
    }
    return decided
}

/** The codes of clusters at the places of their first records; −1 where none of them has one. */
function codesOfClusters(input: ReviewInput, cluster: Uint32Array): readonly Int32Array[] {
    return input.kinds.map((codes) => {
        const ofCluster = new Int32Array(input.records).fill(-1)
        for (const [record, code] of codes.entries()) {
            if (code >= 0) ofCluster[numberAt(cluster, record)] = code
        }
        return ofCluster
    })
}

function areDifferent(one: number, other: number): boolean {
    return one >= 0 && other >= 0 && one !== other
}

function worthOfClusters({ records, worth }: ReviewInput, cluster: Uint32Array): Float64Array {
    const ofCluster = new Float64Array(records).fill(worth === null ? 1 : 0)
    for (const [record, value] of worth?.entries() ?? []) {
        const first = numberAt(cluster, record)
        ofCluster[first] = numberAt(ofCluster, first) + value
    }
    return ofCluster
}
