import { cellParams } from '#sources/cell-params.ts'
import { maskedSql } from '#sources/mask-value.ts'
import { literal } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { rejectColumns } from './reject-parts.ts'
import { type ReadColumn, readColumns, type TableText, valuesSql } from './table.ts'

/** A select of all bad cells of a numbered text, as rejects: several of a row if need be. */
export function cellRejectsSql(warehouse: Warehouse, text: TableText): string {
    const faults = readColumns(text.table).flatMap((column) => {
        const { isBad } = column.sql
        return isBad === null ? [] : [`case when ${isBad} then ${faultSql(text, column)} end`]
    })
    const columns = rejectColumns({
        row: 'row_no',
        line: 'line_no',
        otherRow: 'null',
        column: `fault['column']`,
        value: `fault['value']`,
        code: `fault['code']`,
        params: `fault['params']`,
    })
    const cells =
        `select row_no, line_no, unnest([${faults.join(', ')}]) as fault ` +
        `from (${valuesSql(warehouse, text)}) typed`
    return `select ${columns} from (${cells}) cells where fault is not null`
}

function faultSql({ table }: TableText, { column, names, sql }: ReadColumn): string {
    const shown = maskedSql(names.text, column.pii)
    const about = JSON.stringify({ table: table.name, column: column.name }).slice(0, -1)
    const more = Object.entries(cellParams(column)).map(([code, params]) => {
        const rest =
            Object.keys(params).length === 0 ? '' : `,${JSON.stringify(params).slice(1, -1)}`
        return `when ${literal(code)} then ${literal(rest)}`
    })
    const value = `coalesce(',"value":' || cast(to_json(${shown}) as varchar), '')`
    const params = `${literal(about)} || ${value} || case ${sql.code} ${more.join(' ')} end`
    return (
        `{'column': ${literal(column.name)}, 'value': ${shown}, ` +
        `'code': ${sql.code}, 'params': ${params}}`
    )
}
