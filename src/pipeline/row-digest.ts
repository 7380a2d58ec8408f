import type { Dialect } from '#warehouse/dialect.ts'
import type { Column } from '#warehouse/warehouse.ts'

/**
 * SQL of one decimal(38,0) that stands for all rows of a relation, whatever their order: the sum
 * of a hash of each row's cells, written out as text. Null is told from every text.
 */
export function rowDigestSql(columns: readonly Column[], dialect: Dialect): string {
    const cells = columns.map((column) => `coalesce(${cellText(column, dialect)}, chr(30))`)
    const row = `concat_ws(chr(31), ${cells.join(', ')})`
    return `coalesce(sum(cast(${dialect.row_hash(row)} as decimal(38,0))), 0)`
}

/** Decimals of more than 18 digits are slow to write out; those that fit into 18 go that way. */
function cellText({ name, type }: Column, dialect: Dialect): string {
    const cell = `"${name}"`
    const [, digits, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? []
    if (scale === undefined || Number(digits) <= 18) return dialect.as_text(cell)
    const limit = `1${'0'.repeat(18 - Number(scale))}`
    const narrow = dialect.as_text(`cast(${cell} as decimal(18,${scale}))`)
    const isNarrow = `${cell} > -${limit} and ${cell} < ${limit}`
    return `case when ${isNarrow} then ${narrow} else ${dialect.as_text(cell)} end`
}
