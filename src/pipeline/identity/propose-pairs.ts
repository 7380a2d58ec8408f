import { drawCrossPairs } from '#identity/learn/draw-cross-pairs.ts'
import { drawPairs } from '#identity/learn/draw-pairs.ts'
import {
    type Comparison,
    type FieldForm,
    formatFieldForm,
} from '#identity/policy/identity-policy.ts'
import { keyedSql, type MatchingDesk, tableOf, workSideBySide, writeTable } from './matching.ts'
import { beginTextRows } from './text-rows.ts'

/** What one blocking key proposes. */
export type KeyReport = {
    /** `name.pinyin + birth_date.day`. */
    readonly key: string
    readonly pairs: number
    /** Values that more records share than are paired with one another, and how many they are. */
    readonly skippedValues: number
    readonly skippedRecords: number
}

/**
 * A value that more records share proposes none of their pairs: it tells too little. Nothing else
 * is lost: the same two records still meet by every other key on which they agree.
 */
export const mostSharing = 500

/** Which pairs are looked at: in a link those of records of different tables only. */
export type Proposing = {
    readonly comparison: Comparison
    readonly isLink: boolean
    /** Whether a table `labels` proposes its pairs, too. */
    readonly hasLabels: boolean
    readonly seed: number
}

/**
 * Proposes the pairs of records that share a blocking key: tables `keys-<key>` (record_no and a
 * hash of the key) and `pairs-<key>` (left_no < right_no). A key's value that too many share is
 * left out and reported. Puts them together with pairs drawn at random: table `pairs` (left_no,
 * right_no, with left_no < right_no; `keys`, a bit for each key and one for labels, 0 where none
 * proposes it; `drawn`, how often it was drawn).
 */
export async function proposePairs(
    desk: MatchingDesk,
    proposing: Proposing,
): Promise<readonly KeyReport[]> {
    const { comparison, isLink } = proposing
    const values = tableOf(desk, 'values')
    const byKey = comparison.blocking.map((forms, index) => async (lane: MatchingDesk) => {
        await writeTable(lane, `keys-${index}`, keyedSql(lane, { comparison, forms }))
        const keyed = tableOf(lane, `keys-${index}`)
        return await proposeByKey(lane, { index, forms, keyed, values, isLink })
    })
    const draw = async (lane: MatchingDesk): Promise<void> => await drawRandom(lane, proposing)
    const [, ...reports] = await workSideBySide(desk, [draw, ...byKey])
    await gatherPairs(desk, proposing)
    return reports
}

/** A blocking key, and the records that are paired by it. */
export type KeyedRecords = {
    readonly index: number
    readonly forms: readonly FieldForm[]
    /** SQL of record_no and key. */
    readonly keyed: string
    /** SQL of record_no and source; in a link both of a pair are of different ones. */
    readonly values: string
    readonly isLink: boolean
    /** Numbers of records of which one of a pair has to be, from here on; left out: any. */
    readonly since?: number
}

/** Proposes the pairs of one key: table `pairs-<key>`. */
export async function proposeByKey(
    desk: MatchingDesk,
    { index, forms, ...shared }: KeyedRecords,
): Promise<KeyReport> {
    const pairs = await writeTable(desk, `pairs-${index}`, pairsSql(shared))
    const [row = {}] = await desk.warehouse.rows(
        `select count(*) as number, coalesce(sum(sharing), 0) as records from (` +
            `select key, count(*) as sharing from ${shared.keyed} keyed ` +
            `group by key having count(*) > ${mostSharing}) frequent`,
    )
    return {
        ...{ key: forms.map(formatFieldForm).join(' + '), pairs },
        ...{ skippedValues: Number(row.number), skippedRecords: Number(row.records) },
    }
}

/** SQL of the pairs that some keys have proposed: left_no, right_no, and a bit for each key. */
export function keyBitsSql(
    desk: Pick<MatchingDesk, 'folder' | 'warehouse'>,
    names: readonly string[],
): string {
    const bits = names.map(
        (name, index) =>
            `select left_no, right_no, cast(${2 ** index} as bigint) as key_bit ` +
            `from ${tableOf(desk, name)} pairs_${index}`,
    )
    return bits.join(' union all ')
}

/** How many records each table has, in the order of the tables. */
export async function tableSizes(desk: MatchingDesk): Promise<readonly number[]> {
    const rows = await desk.warehouse.rows(
        `select source, count(*) as n from ${tableOf(desk, 'values')} holders
        group by source order by source`,
    )
    return rows.map(({ n }) => Number(n))
}

/**
 * How many pairs are drawn without regard to their values, to learn how two compare by chance. Of
 * 100,000 they tell a chance of one in a thousand to a tenth of itself, 0.14 bits; levels that are
 * rarer matter more the more records there are, and a million tell enough of any.
 */
function pairsToDraw(records: number): number {
    return Math.min(Math.max(2 * records, 100_000), 1_000_000)
}

/** Draws pairs without regard to their values: table `random`. */
async function drawRandom(desk: MatchingDesk, { isLink, seed }: Proposing): Promise<void> {
    const columns = { left_no: 'bigint', right_no: 'bigint' }
    const rows = await beginTextRows(desk, { name: 'random', columns })
    const sizes = await tableSizes(desk)
    const records = sizes.reduce((sum, size) => sum + size, 0)
    const wanted = pairsToDraw(records)
    const { left, right } = isLink
        ? drawCrossPairs({ sizes, wanted, seed })
        : drawPairs({ records, wanted, seed })
    for (const [at, one] of left.entries()) {
        rows.add([one, right[at] ?? one])
        if (at % 10_000 === 0) await rows.flush()
    }
    await rows.end()
}

/** Puts together what keys, labels and chance propose. */
async function gatherPairs(
    desk: MatchingDesk,
    { comparison, hasLabels }: Proposing,
): Promise<void> {
    const { or_bits } = desk.warehouse.dialect
    const sources = comparison.blocking.map((_, index) => `pairs-${index}`)
    const proposed = keyBitsSql(desk, hasLabels ? [...sources, 'labels'] : sources)
    const drawn =
        `select left_no, right_no, cast(0 as bigint) as key_bit, 1 as drawn ` +
        `from ${tableOf(desk, 'random')} random`
    await writeTable(
        desk,
        'pairs',
        `select left_no, right_no, ${or_bits('key_bit')} as keys,
            cast(sum(drawn) as integer) as drawn
        from (select *, 0 as drawn from (${proposed}) proposed union all ${drawn}) gathered
        group by left_no, right_no`,
    )
}

/** SQL of the pairs of records with the same key. */
function pairsSql({
    keyed,
    values,
    isLink,
    since = 0,
}: Omit<KeyedRecords, 'index' | 'forms'>): string {
    const few =
        `(select * from ${keyed} keyed where key in (select key from ${keyed} counted ` +
        `group by key having count(*) between 2 and ${mostSharing}))`
    const apart = isLink
        ? ` join ${values} va on va.record_no = a.record_no ` +
          `join ${values} vb on vb.record_no = b.record_no and vb.source <> va.source`
        : ''
    // Of two numbers the greater one is that of the later record.
    const fresh = since === 0 ? '' : ` where b.record_no >= ${since}`
    return (
        `select a.record_no as left_no, b.record_no as right_no from ${few} a ` +
        `join ${few} b on b.key = a.key and b.record_no > a.record_no${apart}${fresh}`
    )
}

/** How many pairs rules that hardly err find, each pair once; what too many share is left out. */
export async function countSurePairs(
    desk: MatchingDesk,
    { comparison, isLink }: { readonly comparison: Comparison; readonly isLink: boolean },
): Promise<number> {
    const { rules } = comparison.sure
    if (rules.length === 0) return 0
    const values = tableOf(desk, 'values')
    for (const [index, forms] of rules.entries()) {
        await writeTable(desk, `sure-${index}`, keyedSql(desk, { comparison, forms }))
    }
    const found = rules.map((_, index) =>
        pairsSql({ keyed: tableOf(desk, `sure-${index}`), values, isLink }),
    )
    const [row] = await desk.warehouse.rows(
        `select count(*) as n from (${found.join(' union ')}) sure`,
    )
    return Number(row?.n ?? 0)
}
