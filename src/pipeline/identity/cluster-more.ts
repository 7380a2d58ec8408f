import { type Clustering, clusterPairs } from '#identity/cluster/cluster-pairs.ts'
import { clusterWeights } from '#identity/cluster/cluster-weights.ts'
import { noPairs, type ScoredPairs } from '#identity/cluster/scored-pairs.ts'
import { baseTable, type MatchBase } from './match-base.ts'
import { type MatchedMore, neverKeysSql, stillCounts } from './match-more.ts'
import { codesSql, type MatchingDesk, tableOf, workSideBySide, writeTable } from './matching.ts'
import { leastKept, readCodes, readScoredPairs } from './read-scored-pairs.ts'
import { beginTextRows } from './text-rows.ts'

/** A base and what was matched with it. */
export type BaseAndMore = { readonly base: MatchBase; readonly more: MatchedMore }

/**
 * Clusters of all records after new ones came: table `clusters` (record_no, first_no, the first
 * record of its cluster by table and id, and component_no). Components have nothing to do with one
 * another: only those that a strong pair of a new record reaches, or that a record has left, are
 * clustered again, from all their pairs and with the same care as ever. Returns how many records
 * were looked at.
 */
export async function clusterMore(desk: MatchingDesk, both: BaseAndMore): Promise<number> {
    desk.onStage('clustering')
    const members = await writeMembers(desk, both)
    const clustering = await clusterMembers(desk, { ...both, members })
    await writeFound(desk, clustering)
    const held = baseTable(desk.warehouse, both.base, 'clusters')
    await writeTable(
        desk,
        'clusters',
        `select record_no, first_no, component_no from ${held} held
        where component_no not in (select component_no from ${tableOf(desk, 'touched')} touched)
        union all
        select record_no, first_no, component_no from ${tableOf(desk, 'found')} found`,
    )
    return members
}

/** Who is clustered again, in the order of table and id: table `members`. */
async function writeMembers(desk: MatchingDesk, { base, more }: BaseAndMore): Promise<number> {
    const { comparison, numbers } = base.card
    const { accept } = clusterWeights(comparison.thresholds)
    const clusters = baseTable(desk.warehouse, base, 'clusters')
    await writeTable(
        desk,
        'touched',
        `select distinct component_no from ${clusters} clusters where record_no in (
            select left_no from ${tableOf(more.near, 'scored')} scored
            where weight >= ${accept} and left_no < ${numbers}
            union all select record_no from ${tableOf(desk, 'gone')} gone
        )`,
    )
    return await writeTable(
        desk,
        'members',
        `select record_no, row_number() over (order by source, record_id) - 1 as local_no from (
            select record_no, source, record_id from ${tableOf(desk, 'records')} fresh
            union all
            select held.record_no, held.source, held.record_id
            from ${baseTable(desk.warehouse, base, 'records')} held
            where held.record_no in (
                select record_no from ${clusters} clusters where component_no in (
                    select component_no from ${tableOf(desk, 'touched')} touched
                )
            ) and held.record_no not in (select record_no from ${tableOf(desk, 'gone')} gone)
        ) members`,
    )
}

async function clusterMembers(
    desk: MatchingDesk,
    { base, more, members }: BaseAndMore & { readonly members: number },
): Promise<Clustering> {
    const { comparison } = base.card
    const table = tableOf(desk, 'members')
    const readPairs = async (lane: MatchingDesk): Promise<ScoredPairs> => {
        await writeTable(
            lane,
            'local',
            `select least(a.local_no, b.local_no) as left_no,
                greatest(a.local_no, b.local_no) as right_no, weight
            from ${allPairsSql(desk, { base, more })} scored
            join ${table} a on a.record_no = scored.left_no
            join ${table} b on b.record_no = scored.right_no`,
        )
        return await readScoredPairs(lane.warehouse, {
            relation: `${tableOf(lane, 'local')} local`,
        })
    }
    const [pairs, ...kinds] = await workSideBySide(desk, [
        readPairs,
        ...neverKeysSql(desk, base).map((keys) => async ({ warehouse }: MatchingDesk) => {
            const sql = codesSql(
                `select local_no as record_no, key from (${keys}) keys ` +
                    `join ${table} members on members.record_no = keys.record_no`,
            )
            return await readCodes(warehouse, { sql, records: members })
        }),
    ])
    const weights = clusterWeights(comparison.thresholds)
    return clusterPairs({ ...{ records: members, kinds, pairs }, apart: noPairs, ...weights })
}

/** SQL of all pairs of records that are there now: left_no, right_no, weight, apart. */
export function allPairsSql(desk: MatchingDesk, { base, more }: BaseAndMore): string {
    const columns = 'left_no, right_no, weight, apart'
    const stay = ['left_no', 'right_no'].map((side) => stillCounts(desk, base, side))
    const held = baseTable(desk.warehouse, base, 'scored')
    return (
        `(select ${columns} from ${held} held where ${stay.join(' and ')} union all ` +
        `select ${columns} from ${tableOf(more.near, 'scored')} fresh ` +
        `where weight >= ${leastKept})`
    )
}

/** SQL of all records that are there now: record_no, source, record_id. */
export function allRecordsSql(desk: MatchingDesk, base: MatchBase): string {
    const held = baseTable(desk.warehouse, base, 'records')
    return (
        `(select record_no, source, record_id from ${held} held ` +
        `where ${stillCounts(desk, base)} union all ` +
        `select record_no, source, record_id from ${tableOf(desk, 'records')} fresh)`
    )
}

/** Clusters of the members by the numbers of records: table `found`. */
async function writeFound(desk: MatchingDesk, clustering: Clustering): Promise<void> {
    const columns = { local_no: 'bigint', first_local: 'bigint', component_local: 'bigint' }
    const rows = await beginTextRows(desk, { name: 'local-clusters', columns })
    for (const [member, first] of clustering.cluster.entries()) {
        rows.add([member, first, clustering.component[member] ?? member])
        if (member % 10_000 === 0) await rows.flush()
    }
    await rows.end()
    const table = tableOf(desk, 'members')
    await writeTable(
        desk,
        'found',
        `select members.record_no, firsts.record_no as first_no, roots.record_no as component_no
        from ${tableOf(desk, 'local-clusters')} clusters
        join ${table} members on members.local_no = clusters.local_no
        join ${table} firsts on firsts.local_no = clusters.first_local
        join ${table} roots on roots.local_no = clusters.component_local`,
    )
}
