import type { Warehouse } from '#warehouse/warehouse.ts'

/**
 * Rejects on their way: Parquet folders with the columns row_no (from 0 among the whole records;
 * null of broken ones), line_no (null: to be found), other_row (the row that it repeats), column,
 * value (masked), code, and params, the text of a JSON object without its last brace.
 */
export type RejectParts = readonly string[]

/** A select of all rejects of some parts, of which there is one at least. */
export function rejectsSql(warehouse: Warehouse, parts: RejectParts): string {
    return `select * from ${warehouse.parquet(parts)} rejects`
}

/** SQL that says whether a row of a typed table is among no rejects; `relation` names the table. */
export function isNotRejected(
    warehouse: Warehouse,
    { relation, parts }: { readonly relation: string; readonly parts: RejectParts },
): string {
    if (parts.length === 0) return 'true'
    const rows = `select row_no from ${warehouse.parquet(parts)} rejects where row_no is not null`
    return `${relation}.file_row_number not in (${rows})`
}

/** The columns of a reject in the order of {@link RejectParts}, as items of a select. */
export function rejectColumns(columns: Readonly<Record<RejectColumn, string>>): string {
    return [
        `cast(${columns.row} as bigint) as row_no`,
        `cast(${columns.line} as bigint) as line_no`,
        `cast(${columns.otherRow} as bigint) as other_row`,
        `cast(${columns.column} as varchar) as "column"`,
        `cast(${columns.value} as varchar) as value`,
        `cast(${columns.code} as varchar) as code`,
        `cast(${columns.params} as varchar) as params`,
    ].join(', ')
}

type RejectColumn = 'row' | 'line' | 'otherRow' | 'column' | 'value' | 'code' | 'params'
