import type { ContractTable } from '#sources/contract.ts'
import { maskedSql } from '#sources/mask-value.ts'
import { literal, quoted } from '#sources/sql-text.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { rejectColumns } from './reject-parts.ts'
import { isGoodRow } from './table.ts'

/** A typed table. */
type TypedRows = {
    readonly table: ContractTable
    /** SQL of its rows, each with its place as `file_row_number`. */
    readonly rows: string
}

/** A select of the keys that several good rows of a typed table have. */
export function repeatedKeysSql({ table, rows }: TypedRows): string {
    const keys = table.key.map(quoted).join(', ')
    return (
        `select ${keys} from ${rows} typed ` +
        `where ${isGoodRow(table, 'typed')} group by ${keys} having count(*) > 1`
    )
}

/**
 * A select of the rows of such keys, as rejects. Rows that repeat the first one in every value are
 * copies; if all do, the first is right and stays. Where some differ nobody knows which is right.
 */
export function keyRejectsSql(
    warehouse: Warehouse,
    typed: TypedRows & { readonly repeated: string },
): string {
    const { table } = typed
    const same = table.key.map((key) => `repeated.${quoted(key)} = typed.${quoted(key)}`)
    const keys = table.key.map(quoted).join(', ')
    const all = table.columns.map(({ name }) => quoted(name)).join(', ')
    const placed =
        `select file_row_number as row_no, typed.* ` +
        `from ${typed.rows} typed ` +
        `where ${isGoodRow(table, 'typed')} and exists (select 1 from ` +
        `${warehouse.parquet([typed.repeated])} repeated where ${same.join(' and ')})`
    const firsts =
        `select *, min(row_no) over (partition by ${keys}) as first_row, ` +
        `row(${all}) is not distinct from first_value(row(${all})) ` +
        `over (partition by ${keys} order by row_no) as is_same from (${placed}) rows_of_keys`
    const marked =
        `select *, bool_and(is_same) over (partition by ${keys}) as all_same ` +
        `from (${firsts}) firsts`
    const isCopy = 'is_same and row_no > first_row'
    const columns = rejectColumns({
        row: 'row_no',
        line: 'null',
        otherRow: 'first_row',
        column: literal(table.key.join(', ')),
        value: namesText(table, table.key),
        code: `case when ${isCopy} then 'sources.row_copied' else 'sources.key_twice' end`,
        params: rowParams(table, { columns: table.key, more: {} }),
    })
    return `select ${columns} from (${marked}) marked where not (all_same and row_no = first_row)`
}

/** SQL of the values of some columns as a person may see them, with commas between. */
export function namesText(table: ContractTable, names: readonly string[]): string {
    const texts = names.map((name) => {
        const pii = table.columns.find((column) => column.name === name)?.pii ?? null
        return maskedSql(`cast(${quoted(name)} as varchar)`, pii)
    })
    return texts.map((text) => `(${text})`).join(` || ', ' || `)
}

/** SQL of the params of a reject of a whole row, without the last brace. */
export function rowParams(
    table: ContractTable,
    about: {
        readonly columns: readonly string[]
        readonly more: Readonly<Record<string, string>>
    },
): string {
    const { columns, more } = about
    const fixed = { table: table.name, columns: columns.join(', '), ...more }
    const text = JSON.stringify(fixed).slice(0, -1)
    const value = `cast(to_json(${namesText(table, columns)}) as varchar)`
    return `${literal(`${text},"value":`)} || ${value}`
}
