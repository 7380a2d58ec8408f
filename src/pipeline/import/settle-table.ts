import { join } from 'node:path'
import type { ContractTable } from '#sources/contract.ts'
import { literal } from '#sources/sql-text.ts'
import type { TableCounts } from '../batches/batch.ts'
import { pickRecords } from './pick-records.ts'
import { rejectsSql } from './reject-parts.ts'
import type { TableState, TypingContext } from './type-table.ts'

/** A table whose rejects are known. */
export type SettledTable = {
    readonly table: ContractTable
    readonly fileName: string
    readonly counts: TableCounts
    /** Folder of its rejects as the batch keeps them; null: there are none. */
    readonly rejects: string | null
    /** Whether more rows are rejected than the contract bears. */
    readonly isTooMany: boolean
}

/** Writes the rejects of a table as the batch keeps them, in the order of the file, and counts. */
export async function settleTable(
    state: TableState,
    context: TypingContext,
): Promise<SettledTable> {
    const { table, fileName, records, broken, parts } = state
    const read = records + broken
    if (parts.length === 0) {
        const counts = { table: table.name, read, accepted: read, rejected: 0, rejects: [] }
        return { table, fileName, counts, rejects: null, isTooMany: false }
    }
    context.onStep('listing_faults', table.name)
    const { warehouse, work } = context
    const folder = join(work, 'tables', 'rejects', table.name)
    await warehouse.writeParquet({ sql: await keptRejectsSql(state, context), folder })
    const rejects = await warehouse.rows(
        `select code, "column", count(*) as faults from ${warehouse.parquet([folder])} rejects ` +
            `group by code, "column" order by faults desc, code, "column"`,
    )
    const [lines] = await warehouse.rows(
        `select count(distinct line) as rejected from ${warehouse.parquet([folder])} rejects`,
    )
    const rejected = Number(lines?.rejected)
    const counts = {
        ...{ table: table.name, read, accepted: read - rejected, rejected },
        rejects: rejects.map((row) => ({
            code: String(row.code),
            column: typeof row.column === 'string' ? row.column : null,
            count: Number(row.faults),
        })),
    }
    return { table, fileName, counts, rejects: folder, isTooMany: isTooMany(table, counts) }
}

function isTooMany(
    { rejectsMax }: ContractTable,
    { read, rejected }: Pick<TableCounts, 'read' | 'rejected'>,
): boolean {
    if ('rows' in rejectsMax) return rejected > rejectsMax.rows
    return rejected * 1_000_000 > rejectsMax.millionths * read
}

async function keptRejectsSql(state: TableState, context: TypingContext): Promise<string> {
    const { table, fileName, parts } = state
    const lines = await linesSql(state, context)
    const own = `${literal(table.name)} as "table", ${literal(fileName)} as file`
    const order = table.columns.map(({ name: column }) => literal(column))
    const first = `coalesce(',"first_line":' || others.line_no, '')`
    return (
        `select ${own}, coalesce(found.line_no, lines.line_no) as line, found."column", ` +
        `found.value, found.code, found.params || ${first} || '}' as params ` +
        `from (${rejectsSql(context.warehouse, parts)}) found ` +
        `left join (${lines}) lines on lines.row_no = found.row_no ` +
        `left join (${lines}) others on others.row_no = found.other_row ` +
        `order by line, list_position([${order.join(', ')}], found."column"), found.code`
    )
}

/** A select of the lines (`line_no`) of the rows (`row_no`) whose line no reject knows yet. */
async function linesSql(state: TableState, context: TypingContext): Promise<string> {
    const { warehouse, work, signal } = context
    const { table, text, parts } = state
    const found = `(${rejectsSql(warehouse, parts)}) found`
    const rows = join(work, `${table.name}.rows.csv`)
    const count = await warehouse.writeCsv({
        sql:
            `select distinct row_no from (` +
            `select row_no from ${found} where line_no is null and row_no is not null ` +
            `union all select other_row from ${found} where other_row is not null) wanted ` +
            `order by row_no`,
        file: rows,
        quote: 'needed',
    })
    if (count === 0) return 'select null::bigint as row_no, null::bigint as line_no where false'
    const target = join(work, `${table.name}.rows.txt`)
    await pickRecords({ text, target, rows, signal, onBroken: () => {} })
    const columns = ['row_no', 'line_no', ...table.columns.map((_, index) => `c${index}`)]
    const read = {
        path: target,
        delimiter: text.format.delimiter,
        quote: text.format.quote ?? '',
        columns,
    }
    return (
        `select cast(row_no as bigint) as row_no, cast(line_no as bigint) as line_no ` +
        `from ${warehouse.delimited(read)} picked`
    )
}
