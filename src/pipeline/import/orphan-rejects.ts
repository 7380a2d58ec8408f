import type { FailureCode } from '#domain/failures.ts'
import type { ContractRelation, ContractTable } from '#sources/contract.ts'
import { literal, quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { namesText, rowParams } from './key-rejects.ts'
import { isNotRejected, type RejectParts, rejectColumns } from './reject-parts.ts'
import { isBadRow, isGoodRow, readColumns, type TableText, valuesSql } from './table.ts'

/** A typed table with what has been rejected of it so far. */
export type TypedTable = {
    readonly table: ContractTable
    /** SQL of its rows, with `file_row_number`; null where nothing of it was delivered. */
    readonly rows: string | null
    readonly parts: RejectParts
    /** A numbered text that has all its rows with bad cells; null: there are none. */
    readonly picked: TableText | null
}

/** A relation between two tables of a delivery. */
export type Related = {
    readonly relation: ContractRelation
    readonly child: TypedTable
    readonly parent: TypedTable
    /** The name of the parent's file. */
    readonly parentFile: string
    /** SQL of the parent's rows that were there before and stay; null: there are none. */
    readonly present: string | null
    /** Whether rows that are rejected for their cells are looked at too. */
    readonly withBadRows: boolean
}

const missingCode = 'sources.parent_missing' satisfies FailureCode
const rejectedCode = 'sources.parent_rejected' satisfies FailureCode

/** A select of rows, as rejects, whose parent is not there or was rejected. */
export function orphanRejectsSql(warehouse: Warehouse, related: Related): string {
    const { relation, child, parent, parentFile } = related
    const { columns } = relation
    const names = columns.map(quoted)
    const present = names.map((name) => `children.${name} is not null`).join(' and ')
    const missing =
        `select * from (${childrenSql(warehouse, related)}) children where ${present} ` +
        `and not exists (${matching(parentsSql(warehouse, related), related)})`
    const refusedParents = rejectedKeysSql(warehouse, parent)
    const wasRejected =
        refusedParents === null ? 'false' : `exists (${matching(refusedParents, related)})`
    const more = { parent: relation.to, parent_file: parentFile }
    const items = rejectColumns({
        row: 'row_no',
        line: 'line_no',
        otherRow: 'null',
        column: literal(columns.join(', ')),
        value: namesText(child.table, columns),
        code: `case when ${wasRejected} then '${rejectedCode}' else '${missingCode}' end`,
        params: rowParams(child.table, { columns, more }),
    })
    return `select ${items} from (${missing}) children`
}

/** A select from the parents that a row of `children` names; parents have the keys k0, k1 … */
function matching(parents: string, { relation }: Related): string {
    const same = relation.columns.map(
        (column, index) => `parents.k${index} = children.${quoted(column)}`,
    )
    return `select 1 from (${parents}) parents where ${same.join(' and ')}`
}

function childrenSql(warehouse: Warehouse, { child, relation, withBadRows }: Related): string {
    const names = relation.columns.map(quoted).join(', ')
    const { table, rows, parts, picked } = child
    if (rows === null) throw new Error(`${table.name} was not delivered`)
    const good =
        `select file_row_number as row_no, cast(null as bigint) as line_no, ${names} ` +
        `from ${rows} typed where ${isGoodRow(table, 'typed')} ` +
        `and ${isNotRejected(warehouse, { relation: 'typed', parts })}`
    if (picked === null || !withBadRows) return good
    const values = valuesOf(table, relation.columns).map(
        (value, index) => `${value} as ${quoted(relation.columns[index] ?? '')}`,
    )
    const bad = `select row_no, line_no, ${values.join(', ')} from ${badRows(warehouse, picked)}`
    return `${good} union all ${bad}`
}

function parentsSql(warehouse: Warehouse, { parent, present }: Related): string {
    const { table, rows, parts } = parent
    const keys = table.key.map((key, index) => `${quoted(key)} as k${index}`).join(', ')
    const delivered =
        rows === null
            ? []
            : [
                  `select ${keys} from ${rows} typed ` +
                      `where ${isGoodRow(table, 'typed')} ` +
                      `and ${isNotRejected(warehouse, { relation: 'typed', parts })}`,
              ]
    const before = present === null ? [] : [`select ${keys} from ${present} present_rows`]
    return [...delivered, ...before].join(' union all ')
}

/** Keys of the rows of a table that were rejected; null where there are none. */
function rejectedKeysSql(
    warehouse: Warehouse,
    { table, rows, parts, picked }: TypedTable,
): string | null {
    const keys = table.key.map((key, index) => `${quoted(key)} as k${index}`).join(', ')
    const typed =
        rows === null || parts.length === 0
            ? []
            : [
                  `select ${keys} from ${rows} typed ` +
                      `where not ${isNotRejected(warehouse, { relation: 'typed', parts })}`,
              ]
    const values = valuesOf(table, table.key).map((value, index) => `${value} as k${index}`)
    const bad =
        picked === null ? [] : [`select ${values.join(', ')} from ${badRows(warehouse, picked)}`]
    const all = [...typed, ...bad]
    return all.length === 0 ? null : all.join(' union all ')
}

/** The rows of a numbered text that have a bad cell; good ones may lie among them. */
function badRows(warehouse: Warehouse, picked: TableText): string {
    return `(${valuesSql(warehouse, picked)}) picked where ${isBadRow(picked.table)}`
}

/** The names of the values of some columns in {@link valuesSql}. */
function valuesOf(table: ContractTable, columns: readonly string[]): readonly string[] {
    return columns.map((name) => {
        const found = readColumns(table).find(({ column }) => column.name === name)
        if (found === undefined) throw new Error(`${table.name} has no column ${name}`)
        return found.names.value
    })
}
