import { acceptText, type TextColumn, type TextNames } from '#sources/accept-text.ts'
import type { ContractTable, FileFormat } from '#sources/contract.ts'
import { quoted } from '#sources/sql-text.ts'
import type { DelimitedFile, Warehouse } from '#warehouse/warehouse.ts'
import type { LinePlaces } from './line-places.ts'
import { hasHeader } from './read-table.ts'

/** The plain UTF-8 text of a table. */
export type TableText = {
    readonly table: ContractTable
    readonly format: Pick<FileFormat, 'delimiter' | 'quote'>
    readonly path: string
    /** Whether the number and the line of each record stand in front of it. */
    readonly numbered: boolean
    /** Whether each line is known to be a record; it then stands in a file that is not numbered. */
    readonly isLineByLine?: boolean
    /** Where some of its lines begin; left out or null: not known. */
    readonly places?: LinePlaces | null
}

/** A column of a table, the names of its steps in {@link valuesSql}, and how it is read. */
export type ReadColumn = {
    readonly column: ContractTable['columns'][number]
    readonly names: TextNames
    readonly sql: TextColumn
}

/** Columns have names of the engine's own: a source may well have a column called `record`. */
function delimitedFile(text: TableText): DelimitedFile {
    const { table, format, path, numbered } = text
    const columns = table.columns.map((_, index) => `c${index}`)
    return {
        path,
        delimiter: format.delimiter,
        quote: format.quote ?? '',
        columns: numbered ? ['row_no', 'line_no', ...columns] : columns,
        hasHeader: numbered || hasHeader(table),
    }
}

/** How the texts of each column are read, in the order of the table. */
export function readColumns(table: ContractTable): readonly ReadColumn[] {
    return table.columns.map((column, index) => {
        const names = {
            raw: `c${index}`,
            text: `t${index}`,
            plain: `p${index}`,
            value: `v${index}`,
        }
        return { column, names, sql: acceptText(column, names) }
    })
}

/**
 * A select of the texts (`t0`, `t1` …) and values (`v0` …) of all records, with `row_no` and
 * `line_no` where they are numbered. Each step is a select of its own, so that nothing is
 * computed twice.
 */
export function valuesSql(warehouse: Warehouse, text: TableText): string {
    const columns = readColumns(text.table)
    const numbers = text.numbered
        ? ['cast(row_no as bigint) as row_no', 'cast(line_no as bigint) as line_no']
        : []
    const texts = columns.map(({ sql, names }) => `${sql.text} as ${names.text}`)
    const plains = columns.flatMap(({ sql, names }) =>
        sql.plain === null ? [] : [`${sql.plain} as ${names.plain}`],
    )
    const values = columns.map(({ sql, names }) => `${sql.value} as ${names.value}`)
    const read = `select ${[...numbers, ...texts].join(', ')} from ${readText(warehouse, text)}`
    const cast = `select ${['*', ...plains].join(', ')} from (${read}) texts`
    return `select ${['*', ...values].join(', ')} from (${cast}) plains`
}

function readText(warehouse: Warehouse, text: TableText): string {
    return `${warehouse.delimited(delimitedFile(text))} delimited`
}

/** SQL that says whether a row of {@link valuesSql} has a cell that may not stand there. */
export function isBadRow(table: ContractTable): string {
    const bad = readColumns(table).flatMap(({ sql }) => (sql.isBad === null ? [] : [sql.isBad]))
    return bad.length === 0 ? 'false' : `(${bad.join(' or ')})`
}

/**
 * The column that is null in bad rows of a typed table, and never otherwise: of the key, or one
 * that is required. Contracts without either are refused.
 */
function markedColumn({ name, key, columns }: ContractTable): string {
    const marked = key[0] ?? columns.find(({ required }) => required)?.name
    if (marked === undefined) throw new Error(`${name} has neither a key nor a required column`)
    return marked
}

/**
 * A select of all values under their own names, a row a record, in the order of the file. Bad rows
 * are marked by a null where none can be: so one pass over the file finds them, and none of the
 * good rows is touched again.
 */
export function typedSql(warehouse: Warehouse, text: TableText): string {
    const { table } = text
    const bad = isBadRow(table)
    const marked = markedColumn(table)
    const values = readColumns(table).map(({ column, names }) => {
        const { value } = names
        const isMarked = column.name === marked && bad !== 'false'
        const shown = isMarked ? `case when ${bad} then null else ${value} end` : value
        return `${shown} as ${quoted(column.name)}`
    })
    return `select ${values.join(', ')} from (${valuesSql(warehouse, text)}) typed`
}

/** SQL that says whether a row of a typed table has no bad cell. */
export function isGoodRow(table: ContractTable, relation: string): string {
    return `${relation}.${quoted(markedColumn(table))} is not null`
}
