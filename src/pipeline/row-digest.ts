import { createHash } from 'node:crypto'
import type { Dialect } from '#warehouse/dialect.ts'
import type { Column, Row } from '#warehouse/warehouse.ts'

/**
 * What a digest is taken of: the columns, those that tell rows apart, those of few values, and
 * texts of about as many values as there are rows. The digest is the same whatever is said of
 * values: it tells only what is to be gathered.
 */
export type DigestedRelation = {
    readonly columns: readonly Column[]
    readonly key: readonly string[]
    readonly few: readonly string[]
    readonly many: readonly string[]
}

/**
 * A digest in SQL. Each row has a weight from its key, and each column one figure: the sum of
 * weight × cell, where a cell of text counts as the hash of it. Sums mind no order and are exact,
 * so all engines give the same. What has few values is gathered first, and then weighed once.
 */
export type DigestSql = {
    /** Columns to group the relation by; none: it is one group. */
    readonly groups: readonly string[]
    /** Aggregates over the rows of a group, each with its name; `row_count` is one of them. */
    readonly ofGroups: readonly string[]
    /** Aggregates over the groups: the figures, `figure_0` and on. */
    readonly figures: readonly string[]
}

/** Below 2^31: the product of two such numbers fits into 64 bits. */
const prime = 2_147_483_647
/** What an unknown cell counts as. */
const unknown = -7919
/** Weighed with ten digits, wider decimals would not fit into 38. */
const digitsMax = 28

/** Writes the digest of a relation. */
export function rowDigestSql(relation: DigestedRelation, dialect: Dialect): DigestSql {
    const weight = weightSql(relation, dialect)
    const groups: string[] = []
    const ofGroups = ['count(*) as row_count', `sum(${weight}) as weights`]
    const figures = ['sum(row_count)', 'sum(weights)']
    for (const [index, column] of relation.columns.entries()) {
        const isFew = relation.few.includes(column.name)
        const isMany = column.type === 'varchar' && relation.many.includes(column.name)
        const number = isText(column)
            ? codeSql(dialect.as_text(`"${column.name}"`), dialect)
            : numberSql(column, dialect)
        if (isFew || (isText(column) && !isMany)) {
            groups.push(column.name)
            figures.push(`sum(cast(coalesce(${number}, ${unknown}) as decimal(38,0)) * weights)`)
        } else {
            ofGroups.push(`sum(${weighedSql(column, { number, weight })}) as weighed_${index}`)
            figures.push(`sum(weighed_${index})`)
        }
    }
    const named = figures.map((sql, index) => `cast(${sql} as varchar) as figure_${index}`)
    return { groups, ofGroups, figures: named }
}

/** The digest that the figures of a row of results are: 128 bits as 32 hex digits. */
export function digestOfFigures(row: Row): string {
    const figures = Object.entries(row).filter(([name]) => name.startsWith('figure_'))
    // An engine may write the sum of whole numbers with a scale of its own.
    const texts = figures.map(([, figure]) => String(figure ?? '0').replace(/\.0+$/, ''))
    return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 32)
}

function isText({ type }: Column): boolean {
    const [, digits = '0'] = /^decimal\((\d+),/.exec(type) ?? []
    const isPlain = ['varchar', 'double', 'timestamp'].includes(type)
    return isPlain || Number(digits) > digitsMax
}

function isWhole({ type }: Column): boolean {
    return type === 'bigint' || type === 'integer'
}

/** The weight of a row: the numbers of its key together; its texts where it has no number. */
function weightSql({ columns, key }: DigestedRelation, dialect: Dialect): string {
    const keyed = columns.filter(({ name }) => key.includes(name))
    const numbers = keyed.filter(isWhole)
    const terms = (numbers.length > 0 ? numbers : keyed).map((column, index) => {
        const number = isWhole(column)
            ? `"${column.name}" % ${prime}`
            : codeSql(dialect.as_text(`"${column.name}"`), dialect)
        return `coalesce(${number}, 0) * ${1 + index * -unknown}`
    })
    return `((${terms.join(' + ')}) % ${prime})`
}

/** A number below the prime that stands for a text. */
function codeSql(text: string, dialect: Dialect): string {
    return `(${dialect.row_hash(text)} % ${prime})`
}

/** A whole number of 64 bits, or a decimal, that stands for a cell. */
function numberSql({ name, type }: Column, dialect: Dialect): string {
    const cell = `"${name}"`
    if (type === 'bigint') return `${cell} % ${prime}`
    if (type === 'date') return dialect.days_between("date '1970-01-01'", cell)
    if (type === 'boolean') return `cast(${cell} as integer)`
    return cell
}

type Weighed = { readonly number: string; readonly weight: string }

function weighedSql(column: Column, { number, weight }: Weighed): string {
    if (column.type.startsWith('decimal')) {
        // Wide enough for the product: DuckDB keeps that of narrow decimals in 18 digits.
        const wide = column.type.replace(/\(\d+/, `(${digitsMax}`)
        const known = `coalesce(cast(${number} as ${wide}), ${unknown})`
        return `${known} * cast(${weight} as decimal(10,0))`
    }
    return `cast(coalesce(${number}, ${unknown}) as bigint) * ${weight}`
}
