import { type ColumnType, formatColumnType } from './column-type.ts'
import type { ContractColumn } from './contract.ts'
import { spelledDateCases } from './spelled-date.ts'
import { fullWidthSql, numberForm, spelledNumber } from './spelled-number.ts'
import { literal } from './sql-text.ts'

/** The names by which the steps of reading a column call it: names of SQL that need no quotes. */
export type TextNames = {
    /** As the file has it. */
    readonly raw: string
    /** Its text, null where absent. */
    readonly text: string
    /** The text as an engine's own cast reads it. */
    readonly plain: string
    readonly value: string
}

/** SQL for one column of a delimited file whose every value is text: step by step. */
export type TextColumn = {
    /** The text, null where it stands for absent. Reads `raw`. */
    readonly text: string
    /** What a cast makes of it, for better or worse; null: nothing to cast. Reads `text`. */
    readonly plain: string | null
    /** The typed value; null where the text is none of the type. Reads `text` and `plain`. */
    readonly value: string
    /**
     * Whether it may not stand here: no value of the type, out of bounds, a code that nobody knows,
     * or absent where one is required. Never null; null in TypeScript: everything may stand here.
     * Reads `text` and `value`.
     */
    readonly isBad: string | null
    /** The code of the failure where it is bad: `sources.cell_date`. Reads `text` and `value`. */
    readonly code: string
}

/** Blanks around values: space, tab, no-break space, and the ideographic one. */
const blanks = ' \t\u00a0\u3000'

/**
 * How the texts of a column are read. Casts alone are too kind: `2.5` would become the integer 3,
 * `1.235` the amount 1.24 and `1_000` a thousand. So a value must write itself as the very text it
 * came from; only where it does not (`007`, `96396` for 96396.00, `1,234.50`) the form of the text
 * is looked at, and with it the spellings that the column allows for. The words are those of
 * DuckDB, which reads all files.
 */
export function acceptText(column: ContractColumn, names: TextNames): TextColumn {
    const faults = valueFaults(column, names)
    const unfit = faults.map(({ condition }) => condition).join(' or ')
    const isBad = column.required ? unfit : `(${names.text} is not null and (${unfit}))`
    const codes = faults.map(({ condition, code }) => `when ${condition} then ${literal(code)}`)
    const absent = column.required ? literal('sources.cell_required') : 'null'
    return {
        text: textSql(column, names.raw),
        plain: plainSql(column.type, { ...names, format: column.format }),
        value: valueSql(column, names),
        isBad: faults.length === 0 ? null : `(${isBad})`,
        code: `case when ${names.text} is null then ${absent} ${codes.join(' ')} end`,
    }
}

/** A plain text of a contract, such as a bound, as a value of SQL. */
export function typedLiteral(text: string, type: ColumnType): string {
    return type.name === 'varchar' ? literal(text) : `cast(${literal(text)} as ${sqlType(type)})`
}

function textSql({ type, accepts, nulls }: ContractColumn, raw: string): string {
    const isText = type.name === 'varchar'
    const wide = isText && accepts.includes('full_width') ? fullWidthSql(raw) : raw
    const trimmed = accepts.includes('padding') ? `trim(${wide}, ${literal(blanks)})` : wide
    return ['', ...nulls].reduce((sql, absent) => `nullif(${sql}, ${literal(absent)})`, trimmed)
}

type Fault = { readonly condition: string; readonly code: string }

/** What may be wrong with a text that is there. The first that holds is what is said. */
function valueFaults(column: ContractColumn, { text, value }: TextNames): readonly Fault[] {
    const { type, min, max, codes } = column
    const faults: Fault[] = []
    const add = (condition: string, code: string): void => {
        faults.push({ condition, code })
    }
    if (type.name !== 'varchar') add(`${value} is null`, `sources.cell_${kindOf(type)}`)
    else if (column.required) add(`${text} is null`, 'sources.cell_required')
    if (min !== null) add(`${value} < ${typedLiteral(min, type)}`, 'sources.cell_below')
    if (max !== null) add(`${value} > ${typedLiteral(max, type)}`, 'sources.cell_above')
    if (codes !== null) {
        // Not `not in (…)`: the engine makes a join of it, and a join keeps no order of rows.
        const known = Object.keys(codes).map((code) => `${value} <> ${typedLiteral(code, type)}`)
        add(`(${known.join(' and ')})`, 'sources.cell_code')
    }
    return faults
}

function kindOf({ name }: ColumnType): string {
    return name === 'bigint' ? 'integer' : name
}

type Plain = TextNames & { readonly format: string | null }

function plainSql(type: ColumnType, { text, format }: Plain): string | null {
    switch (type.name) {
        case 'varchar':
        case 'boolean':
            return null
        case 'date':
        case 'timestamp':
            return format === null
                ? `try_cast(${text} as ${type.name})`
                : `cast(try_strptime(${text}, ${literal(format)}) as ${type.name})`
        default:
            return `try_cast(${text} as ${sqlType(narrowed(type))})`
    }
}

function valueSql(column: ContractColumn, names: TextNames): string {
    const { type, format, accepts } = column
    const { text, plain } = names
    switch (type.name) {
        case 'varchar':
            return text
        case 'boolean':
            return booleanSql(text, accepts.includes('yes_no'))
        case 'date':
        case 'timestamp': {
            const written =
                format === null ? `cast(${plain} as varchar)` : strftimeSql(names, format)
            // Text of the engine's own, `infinity` and years of five digits, is no day of a bank.
            const isPlain = `${written} = ${text} and year(${plain}) between 1 and 9999`
            const spelled = spelledDateCases(column, { text, plain })
            return `case when ${isPlain} then ${plain} ${spelled} end`
        }
        default:
            return numberSql(column, names)
    }
}

function strftimeSql({ plain }: TextNames, format: string): string {
    return `strftime(${plain}, ${literal(format)})`
}

function booleanSql(text: string, hasWords: boolean): string {
    const words = [
        { value: true, said: hasWords ? ['true', '1', '是', 'y', 'yes'] : ['true', '1'] },
        { value: false, said: hasWords ? ['false', '0', '否', 'n', 'no'] : ['false', '0'] },
    ].map(({ value, said }) => {
        const one = said.map((word) => `lower(${text}) = ${literal(word)}`)
        return `when ${one.join(' or ')} then ${value}`
    })
    return `case ${words.join(' ')} end`
}

function numberSql(column: ContractColumn, { text, plain }: TextNames): string {
    const { type } = column
    const widened = narrowed(type) === type ? plain : `cast(${plain} as ${sqlType(type)})`
    const spelled = spelledNumber(column, text)
    const rest =
        spelled === null
            ? { condition: matches(text, numberForm(type)), text }
            : { condition: matches(spelled.text, spelled.form), text: spelled.plainText }
    const finite = type.name === 'double' ? ` and isfinite(${plain})` : ''
    return (
        `case when cast(${plain} as varchar) = ${text}${finite} then ${widened} ` +
        `when ${rest.condition} then ${castSql(rest.text, type)} end`
    )
}

/** A cast of a text whose form has been looked at; null where the value is too large. */
function castSql(text: string, type: ColumnType): string {
    const narrow = narrowed(type)
    const wide = `try_cast(${text} as ${sqlType(type)})`
    if (type.name === 'double') return `case when isfinite(${wide}) then ${wide} end`
    if (narrow === type) return wide
    return `coalesce(cast(try_cast(${text} as ${sqlType(narrow)}) as ${sqlType(type)}), ${wide})`
}

const narrowPrecision = 18

/**
 * A decimal of 64 bits that most values of a wider one fit into: the engine reads texts into 128
 * bits three hundred times slower.
 */
function narrowed(type: ColumnType): ColumnType {
    if (type.name !== 'decimal' || type.precision <= narrowPrecision) return type
    if (type.scale >= narrowPrecision) return type
    return { ...type, precision: narrowPrecision }
}

function sqlType(type: ColumnType): string {
    return formatColumnType(type)
}

function matches(text: string, form: string): string {
    return `regexp_full_match(${text}, ${literal(form)})`
}
