import { type Clustering, clusterPairs } from '#identity/cluster/cluster-pairs.ts'
import { type ClusterInput, noPairs, type ScoredPairs } from '#identity/cluster/scored-pairs.ts'
import { weightOfChance } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { keyedSql, type MatchingDesk, tableOf } from './matching.ts'

/** Which records are one, and what was looked at for it. */
export type ClusteredRecords = { readonly input: ClusterInput; readonly clustering: Clustering }

/** Pairs of less weight say nothing that stronger ones against would not: they are not read. */
const leastWeight = -20_000

/** Joins records by the scored pairs, with care of those that contradict one another. */
export async function clusterRecords(
    desk: MatchingDesk,
    { comparison, records }: { readonly comparison: Comparison; readonly records: number },
): Promise<ClusteredRecords> {
    const kinds: Int32Array[] = []
    for (const form of comparison.never) {
        const codes = new Int32Array(records).fill(-1)
        const keyed = keyedSql(desk, { comparison, forms: [form] })
        const sql =
            `select record_no, cast(dense_rank() over (order by key) - 1 as integer) as code ` +
            `from (${keyed}) keyed`
        for await (const [numbers = [], found = []] of desk.warehouse.chunks(sql)) {
            for (const [at, record] of numbers.entries()) codes[Number(record)] = Number(found[at])
        }
        kinds.push(codes)
    }
    const input = {
        ...{ records, kinds, apart: noPairs },
        hold: weightOfChance(comparison.thresholds.review),
        pairs: await readScored(desk),
        accept: weightOfChance(comparison.thresholds.accept),
    }
    return { input, clustering: clusterPairs(input) }
}

async function readScored(desk: MatchingDesk): Promise<ScoredPairs> {
    const scored = `${tableOf(desk, 'scored')} scored where weight >= ${leastWeight}`
    const [row] = await desk.warehouse.rows(`select count(*) as n from ${scored}`)
    const count = Number(row?.n ?? 0)
    const left = new Uint32Array(count)
    const right = new Uint32Array(count)
    const weight = new Int32Array(count)
    let pair = 0
    const sql = `select left_no, right_no, weight from ${scored}`
    for await (const [lefts = [], rights = [], weights = []] of desk.warehouse.chunks(sql)) {
        desk.signal.throwIfAborted()
        for (const at of lefts.keys()) {
            left[pair] = Number(lefts[at])
            right[pair] = Number(rights[at])
            weight[pair] = Number(weights[at])
            pair++
        }
    }
    return { left, right, weight }
}
