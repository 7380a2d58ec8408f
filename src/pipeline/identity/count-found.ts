import { clusterWeights } from '#identity/cluster/cluster-weights.ts'
import { weightOfChance } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { FoundTables } from './write-matches.ts'

/** What became of records and pairs, as counts. */
export type FoundFigures = {
    readonly records: number
    readonly clusters: number
    /** Clusters of two and more, and the records in them. */
    readonly sharedClusters: number
    readonly recordsInShared: number
    readonly largestCluster: number
    /** Pairs at or above acceptance, in one cluster and in two (something speaks against them). */
    readonly joined: number
    readonly keptApart: number
    /** Pairs between review and acceptance. */
    readonly toReview: number
}

/** Counts what relations tell of. */
export async function countFound(
    warehouse: Pick<Warehouse, 'rows'>,
    { clusters, scored, thresholds }: Omit<FoundTables, 'records'> & Pick<Comparison, 'thresholds'>,
): Promise<FoundFigures> {
    const { accept } = clusterWeights(thresholds)
    const review = weightOfChance(thresholds.review)
    const [sizes = {}] = await warehouse.rows(
        `select coalesce(sum(size), 0) as records, count(*) as clusters,
            count_if(size > 1) as shared, coalesce(max(size), 0) as largest,
            coalesce(sum(case when size > 1 then size end), 0) as in_shared
        from (select first_no, count(*) as size from ${clusters} clusters group by first_no) sizes`,
    )
    const [pairs = {}] = await warehouse.rows(
        `select count_if(weight >= ${accept}) as accepted, count_if(weight < ${accept}) as review
        from ${scored} scored where weight >= ${Math.min(accept, review)}`,
    )
    // What is accepted lies in one component: where it is in two clusters, one of them does not
    // begin with the first record of the component. There are few of those.
    const torn = `select record_no from ${clusters} clusters where first_no <> component_no`
    const [parted = {}] = await warehouse.rows(
        `select count_if(a.first_no <> b.first_no) as apart
        from (select * from ${scored} scored where weight >= ${accept}
            and (left_no in (${torn}) or right_no in (${torn}))) accepted
        join ${clusters} a on a.record_no = accepted.left_no
        join ${clusters} b on b.record_no = accepted.right_no`,
    )
    return {
        records: Number(sizes.records),
        clusters: Number(sizes.clusters),
        sharedClusters: Number(sizes.shared),
        recordsInShared: Number(sizes.in_shared),
        largestCluster: Number(sizes.largest),
        joined: Number(pairs.accepted) - Number(parted.apart),
        keptApart: Number(parted.apart),
        toReview: Number(pairs.review),
    }
}
