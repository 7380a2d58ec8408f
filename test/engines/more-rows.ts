import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { TextRow } from '#identity/compare-records.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { allPairsSql, allRecordsSql, clusterMore } from '#pipeline/identity/cluster-more.ts'
import { keepBase, keepMore } from '#pipeline/identity/keep-base.ts'
import { baseTable, type MatchBase, openBase, recordsThere } from '#pipeline/identity/match-base.ts'
import { type MatchedMore, matchMore } from '#pipeline/identity/match-more.ts'
import { tableOf } from '#pipeline/identity/matching.ts'
import { leastKept } from '#pipeline/identity/read-scored-pairs.ts'
import { writeClusterTable } from '#pipeline/identity/write-matches.ts'
import { giveRows, type Matched, type Opened } from './match-rows.ts'

/** Who is with whom, and what each pair weighs: by ids alone, whatever numbers records have. */
export type Outcome = {
    readonly clusters: readonly string[]
    readonly pairs: readonly string[]
}

type Relations = { readonly records: string; readonly clusters: string; readonly scored: string }

async function outcomeOf({ warehouse }: Opened, found: Relations): Promise<Outcome> {
    const { records, clusters, scored } = found
    const name = (side: string): string => `${side}.source || ':' || ${side}.record_id`
    const rows = await warehouse.rows(
        `select ${name('records')} || ' ' || ${name('firsts')} as text from ${clusters} clusters
        join ${records} records on records.record_no = clusters.record_no
        join ${records} firsts on firsts.record_no = clusters.first_no`,
    )
    const pairs = await warehouse.rows(
        `select least(${name('a')}, ${name('b')}) || ' ' || greatest(${name('a')}, ${name('b')}) ||
            ' ' || weight || ' ' || apart as text
        from (select * from ${scored} scored where weight >= ${leastKept}) scored
        join ${records} a on a.record_no = scored.left_no
        join ${records} b on b.record_no = scored.right_no`,
    )
    return {
        clusters: rows.map(({ text }) => String(text)).sort(),
        pairs: pairs.map(({ text }) => String(text)).sort(),
    }
}

/** What a matching from scratch has found. */
export async function outcomeOfWhole(opened: Opened, matched: Matched): Promise<Outcome> {
    const { desk, matching } = matched
    await writeClusterTable(desk, matching.clustering)
    const [records = '', clusters = '', scored = ''] = ['records', 'clusters', 'scored'].map(
        (name) => tableOf(desk, name),
    )
    return await outcomeOf(opened, { records, clusters, scored })
}

/** What a base knows. */
export async function outcomeOfBase(opened: Opened, base: MatchBase): Promise<Outcome> {
    return await outcomeOf(opened, {
        records: recordsThere(opened.warehouse, base),
        clusters: baseTable(opened.warehouse, base, 'clusters'),
        scored: baseTable(opened.warehouse, base, 'scored'),
    })
}

/** The version of Tong that writes and opens bases here. */
export const version = '1.2.3'

async function newFolder({ folder }: Opened): Promise<string> {
    return join(await mkdtemp(join(folder, 'base-')), 'kept')
}

/** Keeps what a matching from scratch has made, and opens it again. */
export async function keepWhole(
    opened: Opened,
    { desk, matching }: Matched,
    { comparison, tables = 1 }: { readonly comparison: Comparison; readonly tables?: number },
): Promise<MatchBase> {
    await writeClusterTable(desk, matching.clustering)
    const folder = await newFolder(opened)
    const ids = Array.from({ length: tables }, () => 'id')
    const kept = {
        ...matching,
        comparison,
        isLink: tables > 1,
        ids,
        seed: 7,
        version,
        hasPairs: true,
    }
    await keepBase(desk, folder, kept)
    return await openBase(opened.warehouse, { folder, path: folder, version })
}

/** What came of new rows beside a base, and the base that was kept of both. */
export type MoreMatched = {
    readonly more: MatchedMore
    readonly members: number
    /** Pairs that a record is in which is no longer there. */
    readonly strays: number
    readonly outcome: Outcome
    readonly base: MatchBase
}

/** Matches new and changed rows, one list a table, and takes ids of the first table away. */
export async function matchMoreRows(
    opened: Opened,
    base: MatchBase,
    {
        tables,
        removed = [],
    }: { readonly tables: readonly (readonly TextRow[])[]; readonly removed?: readonly string[] },
): Promise<MoreMatched> {
    const gone = removed.map((id): TextRow => ({ id }))
    const { desk, given } = await giveRows(opened, gone.length > 0 ? [...tables, gone] : tables)
    const named = gone.length > 0 ? given.at(-1) : undefined
    const more = await matchMore(desk, {
        base,
        tables: given.slice(0, tables.length),
        removed:
            named === undefined
                ? null
                : `select 0 as source, "id" as record_id from ${named.relation} removed`,
    })
    // Whoever went is compared with nobody.
    const [strays = {}] = await opened.warehouse.rows(
        `select count(*) as n from ${tableOf(more.near, 'scored')} scored
        where left_no in (select record_no from ${tableOf(desk, 'gone')} gone)`,
    )
    const members = await clusterMore(desk, { base, more })
    const outcome = await outcomeOf(opened, {
        ...{ records: allRecordsSql(desk, base), clusters: tableOf(desk, 'clusters') },
        scored: allPairsSql(desk, { base, more }),
    })
    const folder = await newFolder(opened)
    await keepMore(desk, folder, { base, more })
    const kept = await openBase(opened.warehouse, { folder, path: folder, version })
    return { more, members, outcome, strays: Number(strays.n), base: kept }
}
