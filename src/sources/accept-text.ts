import { type ColumnType, formatColumnType } from './column-type.ts'
import type { ContractColumn } from './contract.ts'

const doubleForm = '[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?'

/** SQL for one column of a delimited file whose every value is text. */
export type TextColumn = {
    /** The text, null where it stands for absent. Reads the raw column. */
    readonly text: string
    /** Whether the text is no value of the column's type, or absent where one is required. */
    readonly isBad: string | null
    /** The typed value of a text that is not bad. */
    readonly value: string
}

/**
 * How the texts of a column are read. Casts alone are too kind: `2.5` would become the integer 3,
 * `1.235` the amount 1.24 and `1_000` a thousand. So a value must write itself as the very text it
 * came from; only where it does not (`007`, `96396` for 96396.00) is the text's form examined.
 * The words are those of DuckDB, which reads all files. `raw` is SQL, a quoted name.
 */
export function acceptText(column: ContractColumn, raw: string): TextColumn {
    const name = quoted(column.name)
    const text = ['', ...column.nulls].reduce((sql, absent) => {
        return `nullif(${sql}, ${literal(absent)})`
    }, raw)
    const accepted = acceptedSql(column, name)
    const bad =
        accepted === null ? null : `(${name} is not null and not coalesce(${accepted}, false))`
    const missing = column.required ? `${name} is null` : null
    const faults = [missing, bad].filter((fault) => fault !== null)
    return {
        text,
        isBad: faults.length === 0 ? null : `(${faults.join(' or ')})`,
        value: valueSql(column, name),
    }
}

/** A name of SQL. */
export function quoted(name: string): string {
    return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
    return `'${text.replaceAll("'", "''")}'`
}

function valueSql(column: ContractColumn, name: string): string {
    const { type, format } = column
    if (type.name === 'varchar') return name
    if (type.name === 'boolean') return `(lower(${name}) in ('true', '1'))`
    if (type.name === 'date' && format !== null) {
        return `cast(try_strptime(${name}, ${literal(format)}) as date)`
    }
    return `try_cast(${name} as ${formatColumnType(type)})`
}

function acceptedSql(column: ContractColumn, name: string): string | null {
    const { type, format } = column
    const value = valueSql(column, name)
    switch (type.name) {
        case 'varchar':
            return null
        case 'boolean':
            return `lower(${name}) in ('true', 'false', '1', '0')`
        case 'date':
            return format === null
                ? `cast(${value} as varchar) = ${name}`
                : `strftime(${value}, ${literal(format)}) = ${name}`
        case 'double':
            return `(${hasForm(name, doubleForm)} and isfinite(${value}))`
        default:
            return (
                `case when cast(${value} as varchar) = ${name} then true ` +
                `else ${hasForm(name, numberForm(type))} and ${value} is not null end`
            )
    }
}

function numberForm(type: ColumnType): string {
    const whole = '[+-]?[0-9]+'
    if (type.name !== 'decimal' || type.scale === 0) return whole
    return `${whole}([.][0-9]{1,${type.scale}})?`
}

function hasForm(name: string, form: string): string {
    return `regexp_full_match(${name}, ${literal(form)})`
}
