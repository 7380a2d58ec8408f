import { mkdir } from 'node:fs/promises'
import { refuse } from '#domain/result.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { comparePairs } from './compare-pairs.ts'
import { baseTable, type FieldFigures, type MatchBase, recordsThere } from './match-base.ts'
import {
    keyedSql,
    type MatchingDesk,
    tableFolder,
    tableOf,
    workSideBySide,
    writeTable,
} from './matching.ts'
import { type KeyReport, keyBitsSql, proposeByKey } from './propose-pairs.ts'
import { scorePairs } from './score-pairs.ts'
import { type Placeholder, writeForms } from './write-forms.ts'
import { type GivenTables, type MatchedTable, refuseDoubles, textsSql } from './write-records.ts'

/** What came, changed or went since a base was kept. */
export type MoreRecords = {
    readonly base: MatchBase
    /** New and changed records, by as many tables as the base was made of. */
    readonly tables: readonly MatchedTable[]
    /** SQL of records that are no longer there, `source` and `record_id`; null: none went. */
    readonly removed: string | null
}

/** How much of what was given is new to the base. */
export type MoreCounts = {
    readonly added: number
    readonly changed: number
    readonly unchanged: number
    readonly removed: number
    /** Named as removed and not in the base at all. */
    readonly unknown: number
}

/** What was compared: new and changed records with all others, and those with one another. */
export type MatchedMore = {
    readonly counts: MoreCounts
    /** Records that are there afterwards. */
    readonly records: number
    readonly pairs: number
    readonly keys: readonly KeyReport[]
    readonly placeholders: readonly Placeholder[]
    readonly fields: readonly FieldFigures[]
    /** The desk whose `scored` and `patterns` tell of the pairs. */
    readonly near: MatchingDesk
}

/**
 * Matches new and changed records with those of a base and with one another, by the weights and
 * frequencies of the base. On the desk: what {@link findFresh} and {@link matchFresh} write. Throws
 * Refusal `identity.record_twice`, `identity.removed_given`.
 */
export async function matchMore(desk: MatchingDesk, more: MoreRecords): Promise<MatchedMore> {
    const counts = await findFresh(desk, more)
    return await matchFresh(desk, { base: more.base, counts })
}

/**
 * Matches the records that were found to be new. Of the base nothing is read anew but columns of
 * numbers, and the forms of values that new records are compared with. On the desk: `values`,
 * `forms-<place>`, `counts-<place>` and `keys-<key>` of those records; the pairs lie on
 * {@link MatchedMore.near}.
 */
export async function matchFresh(
    desk: MatchingDesk,
    { base, counts }: { readonly base: MatchBase; readonly counts: MoreCounts },
): Promise<MatchedMore> {
    const { comparison, isLink, model } = base.card
    const fresh = counts.added + counts.changed
    desk.onStage('forms')
    const { placeholders, fields } = await writeForms(desk, { comparison, records: fresh, base })
    desk.onStage('blocking')
    const near = { ...desk, folder: tableFolder(desk, 'near') }
    await mkdir(near.folder)
    const keys = await proposeMore(desk, { base, comparison, isLink, near })
    await gatherNear(desk, { base, near })
    desk.onStage('comparing')
    await comparePairs(near, { comparison, hasLabels: false })
    desk.onStage('scoring')
    const pairs = await scorePairs(near, { comparison, model, fields: base.card.fields })
    const records = base.card.records + counts.added - counts.removed
    return { counts, records, pairs, keys, placeholders, fields, near }
}

/**
 * Finds out what of the given is new to a base: tables `records` (new and changed ones, by numbers
 * that follow those of the base) and `gone` (numbers of the base that count no more). Throws
 * Refusal `identity.record_twice`, `identity.removed_given`.
 */
export async function findFresh(
    desk: MatchingDesk,
    { base, tables, removed }: MoreRecords,
): Promise<MoreCounts> {
    desk.onStage('reading')
    const { warehouse } = desk
    const { comparison, numbers } = base.card
    await writeTable(desk, 'given', digestedSql(desk, { tables, comparison }))
    await refuseDoubles(desk, { tables, name: 'given' })
    const given = tableOf(desk, 'given')
    const there = recordsThere(warehouse, base)
    await writeTable(desk, 'removed', removed ?? "select 0 as source, '' as record_id where 1 = 0")
    const both = await warehouse.rows(
        `select removed.record_id from ${tableOf(desk, 'removed')} removed
        join ${given} given
        on given.source = removed.source and given.record_id = removed.record_id
        order by removed.record_id limit 20`,
    )
    if (both.length > 0) {
        refuse('identity.removed_given', { records: both.map((row) => row.record_id).join(', ') })
    }
    await writeTable(
        desk,
        'met',
        `select there.record_no, there.source, there.record_id,
            case when given.record_id is null then 1 else 0 end as is_removed,
            case when given.digest = there.digest then 1 else 0 end as is_same
        from ${there} there
        join (select source, record_id, digest from ${given} given union all
            select distinct source, record_id, cast(null as bigint) as digest
            from ${tableOf(desk, 'removed')} removed) named
        on named.source = there.source and named.record_id = there.record_id
        left join ${given} given
        on given.source = there.source and given.record_id = there.record_id`,
    )
    const met = tableOf(desk, 'met')
    await writeTable(desk, 'gone', `select record_no from ${met} met where is_same = 0`)
    const added = await writeTable(
        desk,
        'records',
        `select row_number() over (order by given.source, given.record_id) - 1 + ${numbers}
            as record_no, given.*
        from ${given} given left join ${met} met
        on met.source = given.source and met.record_id = given.record_id
        where coalesce(met.is_same, 0) = 0`,
    )
    const [row = {}] = await warehouse.rows(
        `select count_if(is_removed = 1) as removed, count_if(is_same = 1) as unchanged,
            count_if(is_removed = 0 and is_same = 0) as changed,
            (select count(*) from (select distinct source, record_id
                from ${tableOf(desk, 'removed')} removed) named) as named
        from ${met} met`,
    )
    const [gone, changed] = [Number(row.removed), Number(row.changed)]
    return {
        ...{ added: added - changed, changed, unchanged: Number(row.unchanged), removed: gone },
        unknown: Number(row.named) - gone,
    }
}

/** SQL of all rows with their texts and a hash of them. */
export function digestedSql(desk: Pick<MatchingDesk, 'warehouse'>, given: GivenTables): string {
    const digest = digestSql(desk, given.comparison)
    return `select *, ${digest} as digest from (${textsSql(given)}) texts`
}

/** SQL of the hash of what a record says: 60 bits, good within one engine. */
export function digestSql(
    { warehouse }: Pick<MatchingDesk, 'warehouse'>,
    { fields }: Comparison,
): string {
    return warehouse.dialect.cells_hash(...fields.map((_, place) => `t${place}`))
}

type Proposing = {
    readonly base: MatchBase
    readonly comparison: Comparison
    readonly isLink: boolean
    readonly near: MatchingDesk
}

/**
 * Proposes the pairs of new records with all that share a key: table `pairs` near. What too many
 * share by now proposes none; pairs that the base has found by it stay.
 */
async function proposeMore(
    desk: MatchingDesk,
    { base, comparison, isLink, near }: Proposing,
): Promise<readonly KeyReport[]> {
    const values = `(select record_no, source from ${tableOf(desk, 'values')} fresh union all
        select record_no, source from ${baseTable(desk.warehouse, base, 'values')} held)`
    const byKey = comparison.blocking.map((forms, index) => async (lane: MatchingDesk) => {
        await writeTable(lane, `keys-${index}`, keyedSql(lane, { comparison, forms }))
        const fresh = tableOf(lane, `keys-${index}`)
        const held = baseTable(lane.warehouse, base, `keys-${index}`)
        await writeTable(
            lane,
            `shared-${index}`,
            `select record_no, key from ${held} held
            where key in (select key from ${fresh} asked) and ${stillCounts(lane, base)}
            union all
            select record_no, key from ${fresh} fresh`,
        )
        const keyed = tableOf(lane, `shared-${index}`)
        const since = base.card.numbers
        return await proposeByKey(lane, { index, forms, keyed, values, isLink, since })
    })
    const reports = await workSideBySide(desk, byKey)
    const names = comparison.blocking.map((_, index) => `pairs-${index}`)
    await writeTable(
        near,
        'pairs',
        `select left_no, right_no, ${desk.warehouse.dialect.or_bits('key_bit')} as keys,
            0 as drawn
        from (${keyBitsSql(desk, names)}) gathered group by left_no, right_no`,
    )
    return reports
}

/** For each form of `never`, SQL of who has which value of it in the base and anew, as keys. */
export function neverKeysSql(desk: MatchingDesk, base: MatchBase): readonly string[] {
    const { comparison } = base.card
    return comparison.never.map((form, place) => {
        const held = baseTable(desk.warehouse, base, `codes-${place}`)
        const fresh = keyedSql(desk, { comparison, forms: [form] })
        return `select record_no, key from ${held} held union all ${fresh}`
    })
}

/** SQL that a record of the base still counts, before and after what is given now. */
export function stillCounts(desk: MatchingDesk, base: MatchBase, record = 'record_no'): string {
    const gone = baseTable(desk.warehouse, base, 'gone')
    return (
        `${record} not in (select record_no from ${gone} gone) and ` +
        `${record} not in (select record_no from ${tableOf(desk, 'gone')} gone_now)`
    )
}

/** Puts beside the pairs all that they are compared by: values of both sides and their forms. */
async function gatherNear(
    desk: MatchingDesk,
    { base, near }: { readonly base: MatchBase; readonly near: MatchingDesk },
): Promise<void> {
    const { comparison, numbers } = base.card
    const held = (name: string): string => baseTable(desk.warehouse, base, name)
    const places = comparison.fields.map((_, place) => `v${place}`).join(', ')
    const met = `select left_no from ${tableOf(near, 'pairs')} pairs where left_no < ${numbers}`
    await writeTable(
        near,
        'values',
        `select record_no, source, ${places} from ${tableOf(desk, 'values')} fresh
        union all select record_no, source, ${places} from ${held('values')} held
        where record_no in (${met})`,
    )
    const values = tableOf(near, 'values')
    // Both are written by the same code, column by column.
    const formsSql = (place: number): string =>
        `select * from ${tableOf(desk, `forms-${place}`)} fresh
        union all select * from ${held(`forms-${place}`)} held
        where value_no in (select v${place} from ${values} near where v${place} is not null)`
    await workSideBySide(
        near,
        comparison.fields.map((_, place) => async (lane) => {
            await writeTable(lane, `forms-${place}`, formsSql(place))
        }),
    )
}
