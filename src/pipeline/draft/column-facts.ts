import { residentChecks, residentWeights } from '#sources/check-characters.ts'
import type { ColumnFacts, ValueShape } from '#sources/draft.ts'
import type { PiiCounts } from '#sources/draft-pii.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'
import type { UnknownTable } from './read-table.ts'

const commonestMax = 40
const shapesMax = 300
const shapeLetters = 60
/** Beyond this many different texts (about), counting them exactly is too dear. */
const dearDistinct = 2_000_000

/** Texts that people write for absent, in small letters. */
const nullTexts = new Set([
    ...['na', 'n/a', '#n/a', 'null', '<null>', '(null)', 'nan', 'nil', 'none', '?', '-', '--'],
    ...['---', '\\n', '.', '无', '無', '空', '0000-00-00', '00000000', '0000/00/00'],
])
/** They are words of their own where the other texts of a column are words. */
const wordyNulls = new Set(['none', '无', '無', '-', '.'])

const small = 'abcdefghijklmnopqrstuvwxyz'
const letters = `0123456789０１２３４５６７８９${small.toUpperCase()}${small}`
const shapes = `${'9'.repeat(10)}${'９'.repeat(10)}${'A'.repeat(26)}${'a'.repeat(26)}`

type ColumnOf = {
    readonly warehouse: Warehouse
    readonly table: UnknownTable
    readonly index: number
}

/** Counts all texts of a column, in three questions to the engine whatever its length. */
export async function columnFacts(about: ColumnOf): Promise<ColumnFacts> {
    const { table, index } = about
    const { distinct, isDistinctExact, commonest } = await commonTexts(about)
    const others = commonest.filter(({ text }) => !isNullText(text))
    const isWordy = others.some(({ text }) => /\p{L}{2}/u.test(text))
    const nulls = commonest.filter(({ text }) => {
        return isNullText(text) && !(isWordy && wordyNulls.has(text.trim().toLowerCase()))
    })
    const shaped = await shapesOf(about, nulls)
    return {
        rows: table.rows,
        distinct: distinct - nulls.length,
        isDistinctExact,
        nulls,
        commonest: commonest.filter((one) => !nulls.includes(one)),
        ...shaped,
        isQuoted: table.quoted[index] ?? false,
    }
}

/** Facts without the texts of these spellings of absent, which stand in the column too. */
export async function factsWithout(
    about: ColumnOf,
    { facts, text }: { readonly facts: ColumnFacts; readonly text: string },
): Promise<ColumnFacts> {
    const found = facts.commonest.find((one) => one.text === text)
    if (found === undefined) return facts
    const nulls = [...facts.nulls, found]
    return {
        ...facts,
        nulls,
        distinct: facts.distinct - 1,
        commonest: facts.commonest.filter((one) => one !== found),
        ...(await shapesOf(about, nulls)),
    }
}

function isNullText(text: string): boolean {
    const plain = text.trim().toLowerCase()
    return plain === '' || nullTexts.has(plain)
}

type CommonTexts = Pick<ColumnFacts, 'distinct' | 'isDistinctExact' | 'commonest'>

async function commonTexts({ warehouse, table, index }: ColumnOf): Promise<CommonTexts> {
    const column = `c${index}`
    const [about] = await warehouse.rows(
        `select approx_count_distinct(${column}) as n from ${table.relation} where ${column} <> ''`,
    )
    const approximate = Number(about?.n ?? 0)
    if (approximate > dearDistinct) {
        return { distinct: approximate, isDistinctExact: false, commonest: [] }
    }
    const absent = ['', ...nullTexts].map((_, at) => `$${at + 1}`)
    const rows = await warehouse.rows(
        `with counted as (select ${column} as text, count(*) as n from ${table.relation} ` +
            `where ${column} <> '' group by ${column}), ` +
            'ranked as (select *, count(*) over () as groups, ' +
            `lower(trim(text)) in (${absent.join(', ')}) as is_absent from counted) ` +
            `select * from ranked order by is_absent desc, n desc, text limit ${commonestMax}`,
        ['', ...nullTexts],
    )
    return {
        distinct: Number(rows[0]?.groups ?? 0),
        isDistinctExact: true,
        commonest: rows.map(({ text, n }) => ({ text: String(text), count: Number(n) })),
    }
}

type Shaped = Pick<
    ColumnFacts,
    'present' | 'shapes' | 'shapesLeft' | 'lengthMin' | 'lengthMax' | 'leadingZeros' | 'padded'
>

/**
 * The shape of a text. Words of five letters or more are no number and no day, whatever their
 * shape; and the engine's `translate` is slow where it has many letters to look for.
 */
const shapeSql =
    "case when regexp_matches(text, '([A-Za-z][^A-Za-z]*){5}') " +
    "then case when contains(text, '@') then '@' else 'aaaaa' end " +
    "when regexp_matches(text, '[A-Za-z０-９]') " +
    `then left(translate(text, $1, $2), ${shapeLetters}) ` +
    `else left(translate(text, '012345678', '999999999'), ${shapeLetters}) end`

async function shapesOf(
    { warehouse, table, index }: ColumnOf,
    nulls: readonly { readonly text: string }[],
): Promise<Shaped> {
    const column = `c${index}`
    const absent = nulls.map((_, at) => `$${at + 3}`)
    const without = absent.length === 0 ? '' : ` and ${column} not in (${absent.join(', ')})`
    const rows = await warehouse.rows(
        `with texts as (select ${column} as text, count(*) as copies from ${table.relation} ` +
            `where ${column} <> ''${without} group by ${column}), ` +
            `shaped as (select *, ${shapeSql} as shape from texts), ` +
            'counted as (select shape, cast(sum(copies) as bigint) as n, ' +
            'min(text) as least, max(text) as greatest, ' +
            'min(length(text)) as shortest, max(length(text)) as longest, ' +
            // A 0 before another digit: ":" comes right behind 9.
            "sum(case when text >= '00' and text < '0:' then copies else 0 end) as zeros, " +
            'sum(case when text <> trim(text) then copies else 0 end) as blanks ' +
            'from shaped group by shape), ' +
            'summed as (select *, sum(n) over () as present, sum(zeros) over () as all_zeros, ' +
            'sum(blanks) over () as all_blanks, ' +
            'min(shortest) over () as length_min, max(longest) over () as length_max ' +
            'from counted) ' +
            `select * from summed order by n desc, shape limit ${shapesMax}`,
        [letters, shapes, ...nulls.map(({ text }) => text)],
    )
    const listed = rows.map(shapeOf)
    const present = Number(rows[0]?.present ?? 0)
    return {
        present,
        shapes: listed,
        shapesLeft: present - listed.reduce((sum, { count }) => sum + count, 0),
        lengthMin: Number(rows[0]?.length_min ?? 0),
        lengthMax: Number(rows[0]?.length_max ?? 0),
        leadingZeros: Number(rows[0]?.all_zeros ?? 0),
        padded: Number(rows[0]?.all_blanks ?? 0),
    }
}

function shapeOf(row: Row): ValueShape {
    return {
        shape: String(row.shape),
        count: Number(row.n),
        least: String(row.least),
        greatest: String(row.greatest),
    }
}

/** The hundred commonest surnames of the People's Republic and Taiwan, in both scripts. */
const surnames =
    '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟' +
    '姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常' +
    '張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮葉盧蘇呂鍾陸賈鄒龍賀顧龔萬錢嚴蕭簡賴詹游欧歐涂施洪翁'

/** Counts texts with the forms of personal data; only what the shapes allow is asked for. */
export async function piiCounts(about: ColumnOf, facts: ColumnFacts): Promise<PiiCounts> {
    const { warehouse, table, index } = about
    const has = (pattern: RegExp): boolean => facts.shapes.some(({ shape }) => pattern.test(shape))
    const isLikely = has(/9{11}|@|\p{Script=Han}{2}/u)
    const none = { phones: 0, residentIds: 0, emails: 0, cards: 0, chineseNames: 0 }
    if (!isLikely) return none
    const column = `c${index}`
    const digits = residentWeights.map((weight, at) => `${digitAt(column, at + 1)} * ${weight}`)
    const check = `substr('${residentChecks}', 1 + (${digits.join(' + ')}) % 11, 1)`
    const day = (text: string, form: string): string =>
        `try_strptime(${text}, '${form}') is not null`
    const ids =
        `case when regexp_full_match(${column}, '[1-8][0-9]{16}[0-9Xx]') ` +
        `then ${check} = upper(right(${column}, 1)) ` +
        `when regexp_full_match(${column}, '[1-8][0-9]{14}') ` +
        `then ${day(`substr(${column}, 7, 6)`, '%y%m%d')} else false end`
    const place = `cast(length(${column}) - i as integer)`
    const digit = `try_cast(substr(${column}, ${place}, 1) as integer)`
    // Every second digit from the right is doubled, and the digits of what comes of it are added.
    const doubled = `2 * ${digit} // 10 + 2 * ${digit} % 10`
    const added = `case when i % 2 = 1 then ${doubled} else ${digit} end`
    const cards =
        `regexp_full_match(${column}, '[3-6][0-9]{15,18}') and ` +
        `list_sum(list_transform(range(length(${column})), lambda i: ${added})) % 10 = 0`
    const [row] = await warehouse.rows(
        `select count(*) filter (where regexp_full_match(${column}, ` +
            "'([+]?86[- ]?)?1[3-9][0-9]{9}')) as phones, " +
            `count(*) filter (where ${ids}) as ids, ` +
            `count(*) filter (where regexp_full_match(${column}, ` +
            "'[^@ ]+@[^@ ]+[.][A-Za-z]{2,}')) as emails, " +
            `count(*) filter (where case when ${has(/^\d{16,19}$/)} then ${cards} ` +
            'else false end) as cards, ' +
            `count(*) filter (where regexp_full_match(${column}, '\\p{Han}{2,4}') ` +
            `and contains($1, left(${column}, 1))) as names from ${table.relation}`,
        [surnames],
    )
    return {
        phones: Number(row?.phones ?? 0),
        residentIds: Number(row?.ids ?? 0),
        emails: Number(row?.emails ?? 0),
        cards: Number(row?.cards ?? 0),
        chineseNames: Number(row?.names ?? 0),
    }
}

function digitAt(column: string, at: number): string {
    return `try_cast(substr(${column}, ${at}, 1) as integer)`
}
