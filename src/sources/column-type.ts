/** The type of a column, in the words that contracts and twins share. */
export type ColumnType =
    | {
          readonly name:
              | 'bigint'
              | 'integer'
              | 'varchar'
              | 'date'
              | 'timestamp'
              | 'boolean'
              | 'double'
      }
    | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }

const plainNames = [
    'bigint',
    'integer',
    'varchar',
    'date',
    'timestamp',
    'boolean',
    'double',
] as const
const decimalPattern = /^decimal\((\d{1,2}),(\d{1,2})\)$/

/** Reads `bigint` or `decimal(18,2)`; null where the text is no type that engines can hold. */
export function parseColumnType(text: string): ColumnType | null {
    const plain = plainNames.find((name) => name === text)
    if (plain !== undefined) return { name: plain }
    const match = decimalPattern.exec(text)
    if (match === null) return null
    const precision = Number(match[1])
    const scale = Number(match[2])
    const holds = precision >= 1 && precision <= 38 && scale <= precision
    return holds ? { name: 'decimal', precision, scale } : null
}

/** Writes a type as {@link parseColumnType} reads it, which is also how engines spell it. */
export function formatColumnType(type: ColumnType): string {
    return type.name === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.name
}
