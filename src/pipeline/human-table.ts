import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Month } from '#domain/month.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { isThere } from './is-there.ts'
import { syncToDisk } from './sync-to-disk.ts'

/** The tables of what people decided, with their columns in order. */
export const humanColumns = {
    overrides: {
        override_id: 'integer',
        party_id: 'bigint',
        mode: 'varchar',
        tier: 'varchar',
        lifts: 'varchar',
        serves: 'boolean',
    },
    grants: { grant_id: 'integer', party_id: 'bigint', tier: 'varchar' },
    opening: {
        party_id: 'bigint',
        tier: 'varchar',
        below_count: 'integer',
        closes_since_entry: 'integer',
    },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

export type HumanKind = keyof typeof humanColumns

/** A row in the order of its columns, as text; null where a cell is empty. */
export type HumanRow = readonly (string | null)[]

/** Rows in a fixed order, a page at a time: a table may hold every party of a bank. */
export type HumanRows = () => AsyncIterable<readonly HumanRow[]>

/** What people decided for one close, known by its content; `opening` is for a ladder's first. */
export type HumanTable = {
    readonly kind: HumanKind
    readonly ladder: string
    readonly month: Month
    /** Folder below the human folder: the first 16 hex digits of the hash of columns and rows. */
    readonly path: string
    readonly count: number
    readonly rows: HumanRows
}

/** Names a table by its content; null where it has no rows. */
export async function measureHumanTable(
    table: Omit<HumanTable, 'path' | 'count'>,
): Promise<HumanTable | null> {
    const hash = createHash('sha256').update(JSON.stringify([table.kind, humanColumns[table.kind]]))
    let count = 0
    for await (const page of table.rows()) {
        for (const row of page) hash.update(`\n${JSON.stringify(row)}`)
        count += page.length
    }
    return count === 0 ? null : { ...table, path: hash.digest('hex').slice(0, 16), count }
}

/** A relation without rows, with the columns of a table of what people decided. */
export function emptyHumanTable(kind: HumanKind): string {
    const columns = Object.entries(humanColumns[kind]).map(
        ([name, type]) => `cast(null as ${type}) as ${name}`,
    )
    return `(select ${columns.join(', ')} where 1 = 0)`
}

/** Where these tables lie, and where one grows until it is whole; on one file system. */
export type HumanFolders = { readonly human: string; readonly scratch: string }

/**
 * Writes a table as Parquet where it is not there yet. It appears by one rename: a folder of its
 * name is whole.
 */
export async function writeHumanTable(
    { kind, path, count, rows }: HumanTable,
    { warehouse, folders }: { readonly warehouse: Warehouse; readonly folders: HumanFolders },
): Promise<void> {
    const whole = join(folders.human, path)
    if (await isThere(whole)) return
    const growing = join(folders.scratch, `human-${path}`)
    const names = Object.keys(humanColumns[kind])
    const file = join(growing, 'rows.csv')
    const parquet = join(growing, 'table')
    try {
        await mkdir(growing, { recursive: true })
        await writeCsv({ file, names, rows })
        const text = warehouse.delimited({
            path: file,
            delimiter: ',',
            quote: '"',
            columns: names,
        })
        const cells = Object.entries(humanColumns[kind]).map(
            ([name, type]) => `cast(nullif(${name}, '') as ${type}) as ${name}`,
        )
        const sql = `select ${cells.join(', ')} from ${text}`
        const written = await warehouse.writeParquet({ sql, folder: parquet })
        if (written !== count) throw new Error(`${kind}: ${written} of ${count} rows are there`)
        await syncToDisk(parquet)
        await mkdir(folders.human, { recursive: true })
        await rename(parquet, whole)
    } finally {
        await rm(growing, { recursive: true, force: true })
    }
}

async function writeCsv({
    file,
    names,
    rows,
}: {
    readonly file: string
    readonly names: readonly string[]
    readonly rows: HumanRows
}): Promise<void> {
    const out = await open(file, 'w')
    try {
        await out.write(`${names.join(',')}\n`)
        for await (const page of rows()) await out.write(page.map(csvLine).join(''))
    } finally {
        await out.close()
    }
}

function csvLine(row: HumanRow): string {
    const cells = row.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`))
    return `${cells.join(',')}\n`
}
