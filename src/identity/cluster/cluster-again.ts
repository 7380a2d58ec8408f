import { numberAt } from '../number-at.ts'
import { type Clustering, clusterPairs } from './cluster-pairs.ts'
import type { ClusterInput, RecordPairs } from './scored-pairs.ts'

/** What has changed since a clustering: pairs, marks and records. */
export type Changes = {
    /** New pairs of any weight, and new marks of records to be kept apart. */
    readonly pairs: readonly RecordPairs[]
    /** Positions of records whose codes or pairs changed or went. */
    readonly records: Uint32Array
}

/**
 * One byte a record of the earlier clustering: 1 where its component is touched by a change and has
 * to be clustered anew, from all its pairs, old and new. Components have nothing to do with one
 * another, so all others stay as they are.
 */
export function touchedRecords(
    { component }: Pick<Clustering, 'component'>,
    { pairs, records }: Changes,
): Uint8Array {
    const isTouched = new Uint8Array(component.length)
    const touch = (record: number): void => {
        if (record < component.length) isTouched[numberAt(component, record)] = 1
    }
    for (const { left, right } of pairs) {
        left.forEach(touch)
        right.forEach(touch)
    }
    records.forEach(touch)
    return component.reduce((touched, root, record) => {
        touched[record] = numberAt(isTouched, root)
        return touched
    }, new Uint8Array(component.length))
}

/**
 * Clusters after a change, without redoing the base: `input` has all records (new ones at the end),
 * but only the pairs of touched components ({@link touchedRecords}) and the new ones. The result is
 * the same as from scratch, to the last record, as long as the weights of old pairs are the same:
 * learning a new model means clustering anew.
 */
export function clusterAgain(
    before: Clustering,
    isTouched: Uint8Array,
    input: ClusterInput,
): Clustering {
    const fresh = clusterPairs(input)
    const keep = (olds: Uint32Array, news: Uint32Array): Uint32Array =>
        news.map((found, record) =>
            record < olds.length && isTouched[record] !== 1 ? numberAt(olds, record) : found,
        )
    return {
        cluster: keep(before.cluster, fresh.cluster),
        component: keep(before.component, fresh.component),
        difficult: fresh.difficult,
    }
}
