import type { Clustering } from '#identity/cluster/cluster-pairs.ts'
import { weightOfChance } from '#identity/learn/match-model.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { MatchingDesk } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/** Relations that tell what was found. */
export type FoundTables = {
    /** record_no, source, record_id. */
    readonly records: string
    /** record_no, first_no, component_no. */
    readonly clusters: string
    /** left_no, right_no, weight, apart. */
    readonly scored: string
}

/** Writes clusters as a table of the work: `clusters` (record_no, first_no, component_no). */
export async function writeClusterTable(
    desk: MatchingDesk,
    { cluster, component }: Clustering,
): Promise<void> {
    const columns = { record_no: 'bigint', first_no: 'bigint', component_no: 'bigint' }
    const rows = await beginTextRows(desk, { name: 'clusters', columns })
    for (const [record, first] of cluster.entries()) {
        rows.add([record, first, component[record] ?? record])
        if (record % 10_000 === 0) await rows.flush()
    }
    await rows.end()
}

/** Where the found is written, and whether there are several tables. */
export type MatchesFile = {
    readonly found: FoundTables
    readonly hasSources: boolean
    readonly file: string
}

/**
 * Writes which record is in which cluster as CSV: `record_id`, `cluster_id` (the id of the first
 * record in it), and `source`, the place of the table from 1 on, where there are several. In the
 * order of tables and ids, cluster by cluster.
 */
export async function writeClusters(
    warehouse: Pick<Warehouse, 'writeCsv'>,
    { found: { records, clusters }, hasSources, file }: MatchesFile,
): Promise<void> {
    const name = (side: string): string =>
        hasSources ? `${side}.source + 1 || ':' || ${side}.record_id` : `${side}.record_id`
    const source = hasSources ? ', records.source + 1 as source' : ''
    await warehouse.writeCsv({
        sql:
            `select records.record_id${source}, ${name('firsts')} as cluster_id ` +
            `from ${clusters} clusters ` +
            `join ${records} records on records.record_no = clusters.record_no ` +
            `join ${records} firsts on firsts.record_no = clusters.first_no ` +
            `order by firsts.source, firsts.record_id, records.source, records.record_id`,
        ...{ file, quote: 'needed' },
    })
}

/**
 * Writes the pairs from a chance of a match on as CSV: the two ids, the weight in bits and the
 * chance, the likeliest first. Two that are kept apart whatever agrees have no chance and are left
 * out. Returns their number.
 */
export async function writePairs(
    warehouse: Pick<Warehouse, 'writeCsv'>,
    {
        least,
        found: { records, scored },
        hasSources,
        file,
    }: MatchesFile & { readonly least: number },
): Promise<number> {
    const sources = hasSources ? ', source_l + 1 as source_l, source_r + 1 as source_r' : ''
    // Which is the first of the two is told by tables and ids, whatever their numbers are.
    const isTurned = 'b.source < a.source or (b.source = a.source and b.record_id < a.record_id)'
    const sides = (column: string): string =>
        `case when ${isTurned} then b.${column} else a.${column} end as ${column}_l, ` +
        `case when ${isTurned} then a.${column} else b.${column} end as ${column}_r`
    return await warehouse.writeCsv({
        sql:
            `select record_id_l as id_l, record_id_r as id_r${sources}, ` +
            `round(1 / (1 + power(2.0, -weight / 1000.0)), 9) as match_probability, ` +
            `round(weight / 1000.0, 3) as match_weight from (` +
            `select weight, ${sides('source')}, ${sides('record_id')} from ${scored} scored ` +
            `join ${records} a on a.record_no = left_no ` +
            `join ${records} b on b.record_no = right_no ` +
            `where apart = 0 and weight >= ${weightOfChance(least)}) named ` +
            `order by weight desc, named.source_l, record_id_l, named.source_r, record_id_r`,
        ...{ file, quote: 'needed' },
    })
}
