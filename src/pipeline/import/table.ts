import { acceptText, quoted, type TextColumn } from '#sources/accept-text.ts'
import type { ContractTable, FileFormat } from '#sources/contract.ts'
import type { DelimitedFile, Warehouse } from '#warehouse/warehouse.ts'

/** The word that the engine's error carries when the guard of {@link typedSql} finds a bad cell. */
export const badCellMark = 'tong_bad_cell'

/** The plain UTF-8 text of a table. */
export type TableText = {
    readonly table: ContractTable
    readonly format: FileFormat
    readonly path: string
    /** Whether the line of each record stands in front of it. */
    readonly numbered: boolean
}

/** Columns of the engine's own names: a source may well have a column called `record`. */
function delimitedFile({ table, format, path, numbered }: TableText): DelimitedFile {
    const columns = table.columns.map((_, index) => `c${index}`)
    return {
        path,
        delimiter: format.delimiter,
        quote: format.quote ?? '',
        columns: numbered ? ['line', ...columns] : columns,
    }
}

/** How the texts of each column are read, in the order of the table. */
export function textColumns(table: ContractTable): readonly TextColumn[] {
    return table.columns.map((column, index) => acceptText(column, `c${index}`))
}

/** A select of all texts under their own names, absent ones null; with `line` where numbered. */
export function textsSql(warehouse: Warehouse, text: TableText): string {
    const columns = text.table.columns.map(
        (column, index) => `${textColumns(text.table)[index]?.text} as ${quoted(column.name)}`,
    )
    const line = text.numbered ? ['cast(line as bigint) as "#line"'] : []
    const names = [...line, ...columns].join(', ')
    return `select ${names} from ${warehouse.delimited(delimitedFile(text))} delimited`
}

/**
 * A select of all values, typed. Its guard fails on the first bad cell: a delivery without faults
 * is read once, and only one with faults is read again to list them.
 */
export function typedSql(warehouse: Warehouse, text: TableText): string {
    const columns = textColumns(text.table)
    const values = text.table.columns.map(
        (column, index) => `${columns[index]?.value} as ${quoted(column.name)}`,
    )
    const bad = columns.flatMap(({ isBad }) => (isBad === null ? [] : [isBad]))
    const guard =
        bad.length === 0
            ? ''
            : ` where case when ${bad.join(' or ')} then error('${badCellMark}') else true end`
    const texts = `with texts as (${textsSql(warehouse, text)})`
    return `${texts} select ${values.join(', ')} from texts${guard}`
}
