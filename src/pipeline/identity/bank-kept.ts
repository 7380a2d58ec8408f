import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MatchModel, weightOfChance } from '#identity/learn/match-model.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import type { BuiltIdentity } from './bank-records.ts'
import { declaredWeight } from './explain-pair.ts'
import { baseTable, type MatchBase } from './match-base.ts'
import { type MatchedMore, neverKeysSql, stillCounts } from './match-more.ts'
import { codesSql, keyedSql, type MatchingDesk, tableOf, writeTable } from './matching.ts'
import { leastKept } from './read-scored-pairs.ts'

/** Where a bank's matching grows, and by what one comparison of it was made. */
export type KeptPart = {
    /** The folder of the whole matching, with `members`. */
    readonly work: string
    readonly comparison: Comparison
    readonly built: BuiltIdentity
    readonly model: MatchModel
}

/** What a comparison has found, as SQL. */
type FoundPart = {
    /** record_no from 0 in the order of ids, record_id. */
    readonly records: string
    /** left_no, right_no, weight, and one level a field. */
    readonly pairs: string
    /** record_no, key: who has which valid number, a relation for each that people have one of. */
    readonly codes: readonly string[]
}

/** What stays of a comparison that was made from scratch. */
export async function keepWholePart(desk: MatchingDesk, part: KeptPart): Promise<void> {
    const { comparison } = part
    const levels = levelsOf(comparison).map((level) => `patterns.${level}`)
    await keepPart(desk, part, {
        records: `select record_no, record_id from ${tableOf(desk, 'records')} records`,
        pairs: scoredSql(desk, levels),
        codes: comparison.never.map((form) => keyedSql(desk, { comparison, forms: [form] })),
    })
}

/** What records were matched with, and the folder of what had been found before. */
export type BesideBase = {
    readonly base: MatchBase
    readonly more: MatchedMore
    /** The part of the earlier matching. */
    readonly before: string
}

/**
 * What stays of a comparison when new records came to an earlier one: the same as from scratch, as
 * pairs of records that stayed weigh what they weighed. Numbers of records are given anew.
 */
export async function keepMorePart(
    desk: MatchingDesk,
    part: KeptPart,
    { base, more, before }: BesideBase,
): Promise<void> {
    const { comparison } = part
    const { warehouse } = desk
    await writeTable(
        desk,
        'numbered',
        `select row_number() over (order by record_id) - 1 as record_no, base_no, record_id from (
            select record_no as base_no, record_id
            from ${baseTable(warehouse, base, 'records')} held
            where ${stillCounts(desk, base)}
            union all
            select record_no as base_no, record_id from ${tableOf(desk, 'records')} fresh
        ) there`,
    )
    const numbered = tableOf(desk, 'numbered')
    await writeTable(
        desk,
        'moved',
        `select old.record_no as old_no, numbered.record_no
        from ${warehouse.parquet([join(before, 'records')])} old
        join ${numbered} numbered on cast(numbered.record_id as bigint) = old.record_id
        where numbered.base_no < ${base.card.numbers}`,
    )
    const levels = levelsOf(comparison).join(', ')
    const sides =
        'least(a.record_no, b.record_no) as left_no, greatest(a.record_no, b.record_no) as right_no'
    const olds =
        `select ${sides}, found_weight as weight, ${levels} ` +
        `from ${warehouse.parquet([join(before, 'pairs')])} pairs ` +
        `join ${tableOf(desk, 'moved')} a on a.old_no = pairs.left_no ` +
        `join ${tableOf(desk, 'moved')} b on b.old_no = pairs.right_no ` +
        `where found_weight is not null`
    const near = scoredSql(more.near, levelsOf(comparison))
    const fresh =
        `select ${sides}, weight, ${levels} from (${near}) near ` +
        `join ${numbered} a on a.base_no = near.left_no ` +
        `join ${numbered} b on b.base_no = near.right_no`
    await keepPart(desk, part, {
        records: `select record_no, record_id from ${numbered} numbered`,
        pairs: `${olds} union all ${fresh}`,
        codes: neverKeysSql(desk, base).map(
            (keys) =>
                `select numbered.record_no, keys.key from (${keys}) keys ` +
                `join ${numbered} numbered on numbered.base_no = keys.record_no`,
        ),
    })
}

function levelsOf({ fields }: Comparison): readonly string[] {
    return fields.map((_, place) => `l${place}`)
}

/** SQL of pairs that say anything, each with the level of each field. */
function scoredSql(desk: MatchingDesk, levels: readonly string[]): string {
    return (
        `select scored.left_no, scored.right_no, scored.weight, ${levels.join(', ')} ` +
        `from ${tableOf(desk, 'scored')} scored join ${tableOf(desk, 'patterns')} patterns ` +
        `on patterns.left_no = scored.left_no and patterns.right_no = scored.right_no ` +
        `where scored.weight >= ${leastKept}`
    )
}

/**
 * Numbers of records, scored pairs with the level of each field and with what systems say
 * themselves, the valid numbers as codes, and the model. No text of a record.
 */
async function keepPart(
    desk: MatchingDesk,
    { work, comparison, built, model }: KeptPart,
    { records: recordsSql, pairs, codes }: FoundPart,
): Promise<void> {
    const { id, thresholds } = comparison
    const kept = { ...desk, folder: join(work, id), onStage: () => {} }
    await mkdir(kept.folder)
    await writeTable(
        kept,
        'records',
        `select records.record_no, members.record_id, members.member_no
        from (${recordsSql}) records
        join ${tableOf({ ...desk, folder: work }, 'members')} members
        on members.record_id = cast(records.record_id as bigint)`,
    )
    const records = tableOf(kept, 'records')
    const declared =
        `select distinct least(a.record_no, b.record_no) as left_no, ` +
        `greatest(a.record_no, b.record_no) as right_no from ${built.links} links ` +
        `join ${records} a on a.record_id = links.record_id ` +
        `join ${records} b on b.record_id = links.linked_record_id`
    const unseen = levelsOf(comparison).map((level) => `coalesce(found.${level}, -1) as ${level}`)
    const least = weightOfChance(thresholds.review)
    await writeTable(
        kept,
        'pairs',
        `select
            coalesce(found.left_no, declared.left_no) as left_no,
            coalesce(found.right_no, declared.right_no) as right_no,
            cast(case when declared.left_no is null then found.weight
                else coalesce(found.weight, ${least}) + ${declaredWeight} end as integer) as weight,
            found.weight as found_weight, declared.left_no is not null as is_declared,
            ${unseen.join(', ')}
        from (${pairs}) found full join (${declared}) declared
        on declared.left_no = found.left_no and declared.right_no = found.right_no`,
    )
    for (const [place, keyed] of codes.entries()) {
        await writeTable(kept, `codes-${place}`, codesSql(keyed))
    }
    await writeFile(join(kept.folder, 'model.json'), JSON.stringify(model))
}
