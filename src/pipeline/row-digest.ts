import type { Dialect } from '#warehouse/dialect.ts'

/**
 * SQL of one decimal(38,0) that stands for all rows of a relation, whatever their order: the sum
 * of a hash of each row's cells, written out as text. Null is told from every text.
 */
export function rowDigestSql(columns: readonly string[], dialect: Dialect): string {
    const cells = columns.map((name) => `coalesce(${dialect.as_text(`"${name}"`)}, chr(30))`)
    const row = `concat_ws(chr(31), ${cells.join(', ')})`
    return `coalesce(sum(cast(${dialect.row_hash(row)} as decimal(38,0))), 0)`
}
