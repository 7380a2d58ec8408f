import { numberAt } from '../number-at.ts'
import type { ScoredPairs } from './scored-pairs.ts'

/**
 * Connected components over the pairs at or above a weight: for each record the first record of
 * its component. No more than memory for one number a record.
 */
export function connectRecords(
    records: number,
    { left, right, weight }: ScoredPairs,
    accept: number,
): Uint32Array {
    const first = Uint32Array.from({ length: records }, (_, record) => record)
    for (let pair = 0; pair < weight.length; pair++) {
        if (numberAt(weight, pair) < accept) continue
        const one = firstOf(first, numberAt(left, pair))
        const other = firstOf(first, numberAt(right, pair))
        if (one < other) first[other] = one
        else first[one] = other
    }
    for (let record = 0; record < records; record++) first[record] = firstOf(first, record)
    return first
}

/** The root of a record; on the way each second link is shortened. */
function firstOf(first: Uint32Array, record: number): number {
    let at = record
    for (;;) {
        const up = numberAt(first, at)
        if (up === at) return at
        const further = numberAt(first, up)
        first[at] = further
        at = further
    }
}
