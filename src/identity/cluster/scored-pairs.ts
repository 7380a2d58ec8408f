/**
 * Pairs of records by position, place by place. The positions of records count from 0 in an order
 * that the caller keeps (by id, or by arrival): the first record of a cluster gives it its name.
 */
export type RecordPairs = { readonly left: Uint32Array; readonly right: Uint32Array }

/** Pairs with what is known of them: weights in thousandths of a bit, the prior included. */
export type ScoredPairs = RecordPairs & { readonly weight: Int32Array }

/**
 * What keeps records apart whatever their weight. A list of codes for each kind of number that one
 * person or firm has only one of (resident ID, credit code): the code of a record's valid number,
 * −1 where it has none. And pairs that somebody decided are not the same.
 */
export type Conflicts = { readonly kinds: readonly Int32Array[]; readonly apart: RecordPairs }

/** What is clustered: pairs that were never compared are no evidence, neither way. */
export type ClusterInput = Conflicts & {
    readonly records: number
    /** Each pair once; of one that comes again the highest weight counts. */
    readonly pairs: ScoredPairs
    /** Weight from which on a pair joins its records, in thousandths of a bit. */
    readonly accept: number
    /**
     * What all pairs between two clusters have to weigh on average where one of them would join
     * the two; at most `accept`. 0 asks that the whole evidence is not against it.
     */
    readonly hold: number
}

/** No pairs: nobody decided anything. */
export const noPairs: RecordPairs = { left: new Uint32Array(0), right: new Uint32Array(0) }

/** Scored pairs from rows of left and right position and weight. */
export function scoredPairs(rows: readonly (readonly [number, number, number])[]): ScoredPairs {
    return {
        left: Uint32Array.from(rows, ([left]) => left),
        right: Uint32Array.from(rows, ([, right]) => right),
        weight: Int32Array.from(rows, ([, , weight]) => weight),
    }
}
