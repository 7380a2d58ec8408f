import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FailureParam } from '#domain/result.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'

/** One fault of a record that was rejected. */
export type Reject = {
    readonly table: string
    readonly file: string
    /** The true line of the file, the row of a sheet or of a query; null: it has none. */
    readonly line: number | null
    /** Null where the record as a whole is at fault. */
    readonly column: string | null
    /** The value, masked by the class of its column. */
    readonly value: string | null
    /** The code of the failure: `sources.cell_date`. */
    readonly code: string
    readonly params: Readonly<Record<string, FailureParam>>
}

/** Where rejects lie: a folder with one folder a table, and the tables in their order. */
export type RejectsFolder = { readonly folder: string; readonly tables: readonly string[] }

/** Some rejects of a batch, and how many there are in all. */
export type RejectPage = { readonly total: number; readonly rejects: readonly Reject[] }

/** Which rejects: `limit` of them from `offset` on, by table, file and line. */
export type RejectQuestion = { readonly offset: number; readonly limit: number }

/** Reads what was rejected, one entry a fault. */
export async function readRejects(
    warehouse: Pick<Warehouse, 'parquet' | 'rows'>,
    rejects: RejectsFolder,
    { offset, limit }: RejectQuestion,
): Promise<RejectPage> {
    const relation = await relationOf(warehouse, rejects)
    if (relation === null) return { total: 0, rejects: [] }
    const [counted] = await warehouse.rows(`select count(*) as total from ${relation}`)
    const rows = await warehouse.rows(
        `select * from ${relation} order by ${order} limit ${limit} offset ${offset}`,
    )
    return { total: Number(counted?.total ?? 0), rejects: rows.map(rejectOf) }
}

/** The first fault of a kind, and how many there are of it in its column. */
export type RejectExample = { readonly first: Reject; readonly count: number }

/** Of each kind of fault the first one, the commonest kinds first. */
export async function readRejectExamples(
    warehouse: Pick<Warehouse, 'parquet' | 'rows'>,
    rejects: RejectsFolder,
    limit: number,
): Promise<readonly RejectExample[]> {
    const relation = await relationOf(warehouse, rejects)
    if (relation === null) return []
    const kind = 'partition by "table", "column", code'
    const rows = await warehouse.rows(`
        with numbered as (
            select
                *,
                row_number() over (${kind} order by ${order}) as place,
                count(*) over (${kind}) as alike
            from ${relation}
        )
        select * from numbered where place = 1 order by alike desc, ${order} limit ${limit}`)
    return rows.map((row) => ({ first: rejectOf(row), count: Number(row.alike) }))
}

const order = 'tong_position, file, line, "column", code'

async function relationOf(
    warehouse: Pick<Warehouse, 'parquet'>,
    { folder, tables }: RejectsFolder,
): Promise<string | null> {
    const names: readonly string[] = await readdir(folder).catch(() => [])
    const parts = tables
        .filter((table) => names.includes(table))
        .map((table, index) => {
            const rows = warehouse.parquet([join(folder, table)])
            return `select *, ${index} as tong_position from ${rows}`
        })
    return parts.length === 0 ? null : `(${parts.join(' union all ')}) rejects`
}

function rejectOf(row: Row): Reject {
    const text = (name: string): string | null => {
        const value = row[name]
        return value === null || value === undefined ? null : String(value)
    }
    const line = text('line')
    return {
        table: text('table') ?? '',
        file: text('file') ?? '',
        line: line === null ? null : Number(line),
        column: text('column'),
        value: text('value'),
        code: text('code') ?? '',
        params: JSON.parse(text('params') ?? '{}') as Reject['params'],
    }
}
