import { type Failure, failure, Refusal } from '#domain/result.ts'
import { columnJoint } from '#identity/kind.ts'
import type { Comparison } from '#identity/policy/identity-policy.ts'
import { type MatchingDesk, tableOf, writeTable } from './matching.ts'

/** A table of texts whose rows are compared with one another, or with those of other tables. */
export type MatchedTable = {
    /** SQL that reads it. */
    readonly relation: string
    /** SQL of the column that tells rows apart, and of the columns by name. */
    readonly id: string
    readonly columns: Readonly<Record<string, string>>
    /** The file that it was read from, and its lines before the first record; for messages. */
    readonly file?: string
    readonly headingLines?: number
}

/** Tables whose rows are numbered, and by which columns they will be compared. */
export type GivenTables = {
    readonly tables: readonly MatchedTable[]
    readonly comparison: Comparison
}

/** SQL of all rows of tables: `source`, `record_id` and one text a field, `t0` and on. */
export function textsSql({ tables, comparison }: GivenTables): string {
    const all = tables.map(({ relation, id, columns }, source) => {
        const texts = comparison.fields.map((field, place) => {
            const text = fieldTextSql(field.columns.map((name) => columns[name] ?? 'null'))
            return `${text} as t${place}`
        })
        return (
            `select ${source} as source, cast(${id} as varchar) as record_id, ` +
            `${texts.join(', ')} from ${relation} table_${source}`
        )
    })
    if (all.length > 0) return all.join(' union all ')
    const nothing = comparison.fields.map((_, place) => `cast(null as varchar) as t${place}`)
    const id = 'cast(null as varchar) as record_id'
    return `select 0 as source, ${id}, ${nothing.join(', ')} where 1 = 0`
}

/** SQL of the text of a field from the columns of a table; null where all of them are blank. */
function fieldTextSql(columns: readonly string[]): string {
    const texts = columns.map((column) => `coalesce(${column}, '')`)
    const isBlank = texts.map((text) => `trim(${text}) = ''`).join(' and ')
    return `case when not (${isBlank}) then ${texts.join(` || '${columnJoint}' || `)} end`
}

/**
 * Numbers all rows from 0 by table and id: table `records`. Returns how many there are. Throws
 * Refusal `identity.record_twice`.
 */
export async function writeRecords(desk: MatchingDesk, given: GivenTables): Promise<number> {
    const records = await writeTable(
        desk,
        'records',
        `select row_number() over (order by source, record_id) - 1 as record_no, * from (
            ${textsSql(given)}
        ) gathered`,
    )
    await refuseDoubles(desk, { tables: given.tables, name: 'records' })
    return records
}

/** Refuses a table of the work with a record that has no id, or that of another one. */
export async function refuseDoubles(
    desk: MatchingDesk,
    { tables, name }: { readonly tables: readonly MatchedTable[]; readonly name: string },
): Promise<void> {
    const failures: Failure[] = []
    const twice = await desk.warehouse.rows(
        `select source, count(*) as n from ${tableOf(desk, name)} records
        group by source having count(*) > count(distinct record_id) order by source`,
    )
    for (const { source } of twice) {
        const table = tables[Number(source)]
        if (table !== undefined) failures.push(...(await doublesOf(desk, table)))
    }
    if (failures.length > 0) throw new Refusal(failures)
}

/** No more copies are told at once. */
const copiesMax = 20

/** Every record whose id another one of its table has already, and those that have none. */
async function doublesOf(
    desk: MatchingDesk,
    { relation, id, file, headingLines = 0 }: MatchedTable,
): Promise<readonly Failure[]> {
    const copies = await desk.warehouse.rows(
        `select line, record_id, first_line from (
            select line, record_id, min(line) over (partition by record_id) as first_line
            from (
                select row_number() over () as line, cast(${id} as varchar) as record_id
                from ${relation} texts
            ) numbered
        ) counted where record_id is null or line > first_line
        order by line limit ${copiesMax}`,
    )
    return copies.map(({ line, record_id, first_line }) => {
        const first = record_id === null ? 0 : Number(first_line) + headingLines
        const params = { record: String(record_id ?? ''), first }
        const at = { file: file ?? '', line: Number(line) + headingLines }
        return failure('identity.record_twice', params, file === undefined ? undefined : at)
    })
}
