import { formatDecimal } from '#domain/decimal.ts'
import { type Failure, failure } from '#domain/result.ts'
import { quoted } from '#sources/accept-text.ts'
import type { ContractColumn, ContractRelation, ContractTable } from '#sources/contract.ts'
import { maskValue } from '#sources/mask-value.ts'
import type { Cell, Row, Warehouse } from '#warehouse/warehouse.ts'
import { type TableText, textColumns, textsSql } from './table.ts'
import { listedMax } from './text.ts'

/** Faults of one kind: the first ones in the order of the file, and how many more there are. */
export type Listed = { readonly failures: readonly Failure[]; readonly unlisted: number }

/** A numbered text and the name of the file it came from. */
export type NumberedText = TableText & { readonly name: string }

/** All cells that are no value of their column, or absent where a value is required. */
export async function badCells(warehouse: Warehouse, text: NumberedText): Promise<Listed> {
    const { table, name: file } = text
    const checked = textColumns(table).flatMap(({ isBad }, index) => {
        const column = table.columns[index]
        return isBad === null || column === undefined ? [] : [{ column, isBad }]
    })
    if (checked.length === 0) return { failures: [], unlisted: 0 }
    const texts = `with texts as (${textsSql(warehouse, text)})`
    // An absent text is listed as the empty one, which no text that is there can be.
    const shown = checked.map(({ column, isBad }, index) => {
        return `case when ${isBad} then coalesce(${quoted(column.name)}, '') end as f${index}`
    })
    const any = checked.map(({ isBad }) => isBad).join(' or ')
    const counts = checked.map(({ isBad }) => `count(*) filter (where ${isBad})`).join(' + ')
    const rows = await warehouse.rows(
        `${texts} select "#line", ${shown.join(', ')} from texts ` +
            `where ${any} order by "#line" limit ${listedMax}`,
    )
    const [counted] = await warehouse.rows(`${texts} select ${counts} as n from texts`)
    const failures = rows.flatMap((row) =>
        checked.flatMap(({ column }, index) => {
            const value = row[`f${index}`]
            const at = { file, line: Number(row['#line']) }
            return typeof value === 'string' ? [cellFailure(value, { table, column, at })] : []
        }),
    )
    const listed = failures.slice(0, listedMax)
    return { failures: listed, unlisted: Number(counted?.n ?? 0) - listed.length }
}

type CellPlace = {
    readonly table: ContractTable
    readonly column: ContractColumn
    readonly at: { readonly file: string; readonly line: number }
}

function cellFailure(value: string, { table, column, at }: CellPlace): Failure {
    const about = { table: table.name, column: column.name }
    if (value === '') return failure('sources.cell_required', about, at)
    const params = { ...about, value: maskValue(value, column.pii) }
    const { type } = column
    switch (type.name) {
        case 'bigint':
        case 'integer':
            return failure('sources.cell_integer', params, at)
        case 'decimal': {
            const whole = type.precision - type.scale
            return failure('sources.cell_decimal', { ...params, whole, scale: type.scale }, at)
        }
        case 'date':
            return failure(
                'sources.cell_date',
                { ...params, format: column.format ?? '%Y-%m-%d' },
                at,
            )
        case 'timestamp':
            return failure('sources.cell_timestamp', params, at)
        case 'boolean':
            return failure('sources.cell_boolean', params, at)
        case 'double':
            return failure('sources.cell_double', params, at)
        case 'varchar':
            throw new Error('every text is a varchar')
    }
}

/** Rows whose key an earlier row has already, with the line of that row. */
export async function repeatedKeys(warehouse: Warehouse, text: NumberedText): Promise<Listed> {
    const { table, name: file } = text
    const key = table.key.map(quoted).join(', ')
    const repeated =
        `with texts as (${textsSql(warehouse, text)}), ` +
        `keyed as (select "#line", ${valuesOf(table, table.key)} from texts), ` +
        `firsts as (select *, min("#line") over (partition by ${key}) as "#first" from keyed ` +
        `where ${table.key.map((name) => `${quoted(name)} is not null`).join(' and ')}), ` +
        `repeated as (select *, count(*) over () as "#count" from firsts where "#line" > "#first")`
    const rows = await warehouse.rows(
        `${repeated} select * from repeated order by "#line" limit ${listedMax}`,
    )
    return listed(rows, (row) => {
        const params = {
            table: table.name,
            columns: table.key.join(', '),
            value: valueText(row, { table, columns: table.key }),
            first_line: Number(row['#first']),
        }
        return failure('sources.key_twice', params, { file, line: Number(row['#line']) })
    })
}

/** Rows that name a row of another table which that table does not have. */
export async function orphans(
    warehouse: Warehouse,
    {
        child,
        parent,
        relation,
    }: {
        readonly child: NumberedText
        readonly parent: NumberedText
        readonly relation: ContractRelation
    },
): Promise<Listed> {
    const { table, name: file } = child
    const keys = parent.table.key
    const same = relation.columns.map(
        (column, index) => `parents.${quoted(keys[index] ?? '')} = children.${quoted(column)}`,
    )
    const present = relation.columns.map((column) => `${quoted(column)} is not null`)
    const missing =
        `with parent_texts as (${textsSql(warehouse, parent)}), ` +
        `parents as (select ${valuesOf(parent.table, keys)} from parent_texts), ` +
        `texts as (${textsSql(warehouse, child)}), ` +
        `children as (select "#line", ${valuesOf(table, relation.columns)} from texts), ` +
        `missing as (select *, count(*) over () as "#count" from children ` +
        `where ${present.join(' and ')} ` +
        `and not exists (select 1 from parents where ${same.join(' and ')}))`
    const rows = await warehouse.rows(
        `${missing} select * from missing order by "#line" limit ${listedMax}`,
    )
    return listed(rows, (row) => {
        const params = {
            table: table.name,
            columns: relation.columns.join(', '),
            value: valueText(row, { table, columns: relation.columns }),
            parent: parent.table.name,
            parent_file: parent.name,
        }
        return failure('sources.parent_missing', params, { file, line: Number(row['#line']) })
    })
}

function listed(rows: readonly Row[], failureOf: (row: Row) => Failure): Listed {
    const total = Number(rows[0]?.['#count'] ?? 0)
    return { failures: rows.map(failureOf), unlisted: total - rows.length }
}

/** Values that are no cells of their type come out null here; they are listed as bad cells. */
function valuesOf(table: ContractTable, names: readonly string[]): string {
    const columns = textColumns(table)
    return names
        .map((name) => {
            const column = columns[table.columns.findIndex((one) => one.name === name)]
            if (column === undefined) throw new Error(`${table.name} has no column ${name}`)
            const good = column.isBad === null ? 'true' : `not ${column.isBad}`
            return `case when ${good} then ${column.value} end as ${quoted(name)}`
        })
        .join(', ')
}

function valueText(
    row: Row,
    { table, columns }: { readonly table: ContractTable; readonly columns: readonly string[] },
): string {
    const texts = columns.map((name) => {
        const pii = table.columns.find((column) => column.name === name)?.pii ?? null
        return maskValue(cellText(row[name] ?? null), pii)
    })
    return texts.join(', ')
}

function cellText(cell: Cell): string {
    return typeof cell === 'object' && cell !== null ? formatDecimal(cell) : String(cell)
}
