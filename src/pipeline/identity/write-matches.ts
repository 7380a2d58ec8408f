import { weightOfChance } from '#identity/learn/match-model.ts'
import type { Matching } from './match-records.ts'
import { type MatchingDesk, tableOf } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/**
 * Writes which record is in which cluster as CSV: `record_id`, `cluster_id` (the id of the first
 * record in it), and `source`, the place of the table from 1 on, where there are several.
 */
export async function writeClusters(
    desk: MatchingDesk,
    {
        matching,
        hasSources,
        file,
    }: { readonly matching: Matching; readonly hasSources: boolean; readonly file: string },
): Promise<void> {
    const columns = { record_no: 'bigint', first_no: 'bigint' }
    const rows = await beginTextRows(desk, { name: 'clusters', columns })
    for (const [record, first] of matching.clustering.cluster.entries()) {
        rows.add([record, first])
        if (record % 10_000 === 0) await rows.flush()
    }
    await rows.end()
    const records = tableOf(desk, 'records')
    const name = (side: string): string =>
        hasSources ? `${side}.source + 1 || ':' || ${side}.record_id` : `${side}.record_id`
    const source = hasSources ? ', records.source + 1 as source' : ''
    await desk.warehouse.writeCsv({
        sql:
            `select records.record_id${source}, ${name('firsts')} as cluster_id ` +
            `from ${tableOf(desk, 'clusters')} clusters ` +
            `join ${records} records on records.record_no = clusters.record_no ` +
            `join ${records} firsts on firsts.record_no = clusters.first_no ` +
            `order by clusters.first_no, clusters.record_no`,
        ...{ file, quote: 'needed' },
    })
}

/**
 * Writes the pairs from a chance of a match on as CSV: the two ids, the weight in bits and the
 * chance, the likeliest first. Two that are kept apart whatever agrees have no chance and are left
 * out. Returns their number.
 */
export async function writePairs(
    desk: MatchingDesk,
    {
        least,
        hasSources,
        file,
    }: { readonly least: number; readonly hasSources: boolean; readonly file: string },
): Promise<number> {
    const records = tableOf(desk, 'records')
    const sources = hasSources ? ', a.source + 1 as source_l, b.source + 1 as source_r' : ''
    return await desk.warehouse.writeCsv({
        sql:
            `select a.record_id as id_l, b.record_id as id_r${sources}, ` +
            `round(1 / (1 + power(2.0, -weight / 1000.0)), 9) as match_probability, ` +
            `round(weight / 1000.0, 3) as match_weight ` +
            `from ${tableOf(desk, 'scored')} scored ` +
            `join ${records} a on a.record_no = left_no ` +
            `join ${records} b on b.record_no = right_no ` +
            `where apart = 0 and weight >= ${weightOfChance(least)} ` +
            `order by weight desc, left_no, right_no`,
        ...{ file, quote: 'needed' },
    })
}
