import { acceptText } from '#sources/accept-text.ts'
import type { ContractColumn } from '#sources/contract.ts'

/** A column to be held against its texts, and its place among the columns `c0`, `c1` … */
export type HeldColumn = { readonly column: ContractColumn; readonly index: number }

/** A `with` whose relation `misfits` has the rows of which some text does not fit. */
export type MisfitSql = {
    readonly sql: string
    /** The condition of rows where the text of a column does not fit; null: all texts do. */
    readonly isBadOf: (index: number) => string | null
    /** The name of a column's text in `misfits`. */
    readonly textOf: (index: number) => string
}

/**
 * SQL for the rows that an import would reject, absent values apart; null where everything fits.
 * The conditions are those of the import itself.
 */
export function misfitSql(columns: readonly HeldColumn[], relation: string): MisfitSql | null {
    const held = columns.map(({ column, index }) => {
        const names = {
            ...{ raw: `c${index}`, text: `t${index}`, plain: `p${index}`, value: `v${index}` },
        }
        return { index, names, sql: acceptText({ ...column, required: false }, names) }
    })
    const bad = held.filter(({ sql }) => sql.isBad !== null)
    if (bad.length === 0) return null
    const texts = bad.map(({ sql, names }) => `${sql.text} as ${names.text}`)
    const plains = bad.flatMap(({ sql, names }) =>
        sql.plain === null ? [] : [`${sql.plain} as ${names.plain}`],
    )
    const values = bad.map(({ sql, names }) => `${sql.value} as ${names.value}`)
    const conditions = bad.map(({ sql }) => sql.isBad).join(' or ')
    return {
        sql:
            `with texts as (select ${texts.join(', ')} from ${relation}), ` +
            `plains as (select ${['*', ...plains].join(', ')} from texts), ` +
            `typed as (select *, ${values.join(', ')} from plains), ` +
            `misfits as (select * from typed where ${conditions})`,
        isBadOf: (index) => bad.find((one) => one.index === index)?.sql.isBad ?? null,
        textOf: (index) => `t${index}`,
    }
}

/** A `with` whose relation `typed` has each text of one column and the value it is read as. */
export type TypedSql = {
    readonly sql: string
    /** The condition of texts that do not fit; null: all do. */
    readonly isBad: string | null
    readonly text: string
    readonly value: string
}

/** SQL that reads one column as a contract describes it, whether its texts fit or not. */
export function typedSql({ column, index }: HeldColumn, relation: string): TypedSql {
    const names = { raw: `c${index}`, text: 't', plain: 'p', value: 'v' }
    const read = acceptText({ ...column, required: false }, names)
    const plain = read.plain === null ? '' : `, ${read.plain} as p`
    return {
        sql:
            `with texts as (select ${read.text} as t from ${relation}), ` +
            `plains as (select *${plain} from texts), ` +
            `typed as (select *, ${read.value} as v from plains)`,
        isBad: read.isBad,
        text: 't',
        value: 'v',
    }
}
