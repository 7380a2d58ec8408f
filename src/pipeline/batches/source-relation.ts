import assert from 'node:assert/strict'
import type { Month } from '#domain/month.ts'
import { quoted } from '#sources/sql-text.ts'
import { inMonthSql, inPeriodsSql, monthOfPeriod } from './period.ts'
import { countingParts, replacesAll, type SourcePart, type SourceTable } from './source-table.ts'

/** SQL that reads the Parquet of one part. */
export type ReadPart = (part: SourcePart) => string

/**
 * SQL of a table as it stands after all of its parts, in the words that engines share: of a whole
 * table the latest delivery; of periods, for each the latest part that brings it; of changes, for
 * each key the row of the latest. A large table is never sorted for a few changes: it is read once,
 * and rows whose keys have come again are left out.
 */
export function sourceRelation(table: SourceTable, read: ReadPart): string {
    const [first] = table.parts
    assert(first !== undefined, 'a table is read from one part or more')
    if (table.parts.length === 1 && hasSameColumns(table, first)) return read(first)
    const rest = replacesAll(first) ? table.parts.slice(1) : table.parts
    let standing = replacesAll(first) ? rowsOf(table, { part: first, read }) : null
    for (const parts of runsOf(rest)) {
        const run = { table, parts, read, standing }
        standing = parts[0]?.delivery === 'periods' ? afterPeriods(run) : afterChanges(run)
    }
    return `(${standing})`
}

/**
 * SQL of the rows of one month of a table. It names no part in which none of them lies, as far as
 * parts say which periods they bring: what comes for other months does not change it. A table
 * without a period is taken whole.
 */
export function monthRelation(
    table: SourceTable,
    { month, read }: { readonly month: Month; readonly read: ReadPart },
): string {
    const { period } = table
    if (period === null) return sourceRelation(table, read)
    const own = table.parts.map((part) =>
        part.delivery === 'periods' && part.periods !== null
            ? {
                  ...part,
                  periods: part.periods.filter((one) => monthOfPeriod(period, one) === month),
              }
            : part,
    )
    const bearing = own.filter(({ periods }) => periods === null || periods.length > 0)
    // Where no part brings the month, the first of them tells the columns.
    const parts = countingParts(bearing.length === 0 ? table.parts.slice(0, 1) : bearing)
    const relation = sourceRelation({ ...table, parts }, read)
    return `(select * from ${relation} of_table where ${inMonthSql(period, month)})`
}

type Run = {
    readonly table: SourceTable
    readonly parts: readonly SourcePart[]
    readonly read: ReadPart
    /** The rows that stood before these parts came; null: none. */
    readonly standing: string | null
}

/** Neighbouring parts of the same kind. */
function runsOf(parts: readonly SourcePart[]): readonly (readonly SourcePart[])[] {
    const runs: SourcePart[][] = []
    for (const part of parts) {
        const last = runs.at(-1)
        if (last?.[0]?.delivery === part.delivery) last.push(part)
        else runs.push([part])
    }
    return runs
}

function afterPeriods({ table, parts, read, standing }: Run): string {
    const { period } = table
    assert(period !== null, 'what comes by periods has a period')
    const taken = new Set<number>()
    const pieces: string[] = []
    for (const part of parts.toReversed()) {
        const all = part.periods ?? []
        const own = all.filter((one) => !taken.has(one))
        for (const one of own) taken.add(one)
        const rows = rowsOf(table, { part, read })
        if (own.length === all.length) pieces.unshift(rows)
        else if (own.length > 0) pieces.unshift(`${rows} where ${inPeriodsSql(period, own)}`)
    }
    if (standing === null) return pieces.join(' union all ')
    const gone = inPeriodsSql(period, [...taken])
    // A row without a period, as an older contract may have allowed it, is not replaced by any.
    const kept = `select * from (${standing}) standing where not coalesce(${gone}, false)`
    return [kept, ...pieces].join(' union all ')
}

function afterChanges({ table, parts, read, standing }: Run): string {
    const [first, ...others] = parts
    assert(first !== undefined, 'a run of parts has one or more')
    if (standing === null) {
        const rows = rowsOf(table, { part: first, read })
        if (others.length === 0) return rows
        return afterChanges({ table, parts: others, read, standing: rows })
    }
    const keys = table.key.map(quoted)
    const same = keys.map((key) => `changed.${key} = standing.${key}`).join(' and ')
    const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
    const stacked = parts
        .map((part, index) => rowsOf(table, { part, read, more: `, ${index} as tong_part` }))
        .join(' union all ')
    const ranked =
        `select *, row_number() over (partition by ${keys.join(', ')} order by tong_part desc) ` +
        `as tong_rank from (${stacked}) stacked`
    const latest = `select ${columns} from (${ranked}) ranked where tong_rank = 1`
    const changed = parts.length === 1 ? rowsOf(table, { part: first, read }) : latest
    return (
        `with changed as (${changed}) ` +
        `select ${columns} from (${standing}) standing ` +
        `where not exists (select 1 from changed where ${same}) ` +
        `union all select ${columns} from changed`
    )
}

/** The rows of one part under the contract's columns: what it did not have yet is null. */
function rowsOf(
    table: SourceTable,
    { part, read, more = '' }: { part: SourcePart; read: ReadPart; more?: string },
): string {
    const columns = table.columns.map((column) => {
        const name = quoted(column.name)
        const from = part.columns === null ? column : columnIn(part.columns, column)
        if (from === undefined) return `cast(null as ${column.type}) as ${name}`
        if (from.type !== column.type)
            return `cast(${quoted(from.name)} as ${column.type}) as ${name}`
        return from.name === column.name ? name : `${quoted(from.name)} as ${name}`
    })
    return `select ${columns.join(', ')}${more} from ${read(part)}`
}

type PartColumns = NonNullable<SourcePart['columns']>

function columnIn(
    columns: PartColumns,
    { name, aliases }: SourceTable['columns'][number],
): PartColumns[number] | undefined {
    const same = columns.find((one) => one.name === name)
    return same ?? columns.find((one) => aliases.includes(one.name))
}

function hasSameColumns(table: SourceTable, part: SourcePart): boolean {
    if (part.columns === null) return true
    const shape = (columns: readonly { readonly name: string; readonly type: string }[]): string =>
        JSON.stringify(columns.map(({ name, type }) => [name, type]))
    return shape(part.columns) === shape(table.columns)
}
