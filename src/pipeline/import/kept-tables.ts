import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractTable } from '#sources/contract.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { syncToDisk } from '../sync-to-disk.ts'
import type { DeliveredFile } from './files.ts'
import { plainFormat } from './read-table.ts'
import { typedSql } from './table.ts'
import type { TextFile } from './text.ts'

/** A long table that was read and typed, kept should the import not come to its end. */
export type KeptTable = {
    /** What makes it another table: the file's bytes are compared beside it. */
    readonly key: string
    readonly text: KeptText
    /** Rows of its Parquet. */
    readonly typed: number
}

type KeptText = Pick<TextFile, 'sha256' | 'bytes' | 'records' | 'hasHeader' | 'isLineByLine'> & {
    readonly isCopied: boolean
}

/** Where a long table is read and typed, below the folder of its system. */
export type KeptPlaces = {
    readonly folder: string
    readonly typed: string
    /** The plain text, where the delivered file is none. */
    readonly text: string
    readonly note: string
}

/** Files of fewer bytes are read anew sooner than they are looked up. */
const keptBytesMin = 2 ** 24

/** The places of a table. */
export function keptPlaces(kept: string, table: string): KeptPlaces {
    const folder = join(kept, table)
    const typed = join(folder, 'typed')
    return { folder, typed, text: join(folder, 'text.csv'), note: join(folder, 'note.json') }
}

/** Whether it is worth while to keep the table of a file. */
export function isKept({ bytes, table }: DeliveredFile, bytesMin: number = keptBytesMin): boolean {
    return table.read.format === 'delimited' && bytes >= bytesMin
}

/**
 * What the Parquet of a table depends on besides the bytes of its file: the SQL that types it,
 * which tells the contract and this code, its format, and the engine.
 */
export function keptKey(table: ContractTable, warehouse: Warehouse): string {
    const format = plainFormat(table)
    const sql = typedSql(warehouse, { table, format, path: '', numbered: false })
    const { name, version } = warehouse.engine
    return createHash('sha256')
        .update(JSON.stringify([sql, format, name, version]))
        .digest('hex')
}

/** The table that an import kept which did not come to its end; null: there is none of this key. */
export async function findKept(places: KeptPlaces, key: string): Promise<KeptTable | null> {
    const note = await readFile(places.note, 'utf8').catch(() => null)
    if (note === null) return null
    const kept = JSON.parse(note) as KeptTable
    const needed = kept.text.isCopied ? [places.typed, places.text] : [places.typed]
    const found = await Promise.all(needed.map((path) => stat(path).catch(() => null)))
    return kept.key === key && !found.includes(null) ? kept : null
}

/** Makes room for a table that is read and typed anew. */
export async function clearKept({ folder }: KeptPlaces): Promise<void> {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
}

/**
 * Whether the engine takes the records of a text as they are: of broken ones, blank lines on top
 * and odd line ends it thinks differently.
 */
export function isClean(text: TextFile): boolean {
    const isOdd = text.beginsBlank || text.endsBare === true
    return text.readable && text.broken === 0 && text.failures.length === 0 && !isOdd
}

/**
 * Keeps a table of whole records. Its note comes last and whole: a table without
 * one does not count.
 */
export async function keepTable(
    places: KeptPlaces,
    { key, text, typed }: { key: string; text: TextFile; typed: number },
): Promise<void> {
    const { sha256, bytes, records, hasHeader, isLineByLine = false } = text
    if (!isClean(text) || records !== typed || (await text.changed()) !== null) return
    await syncToDisk(places.folder)
    const isCopied = text.copy === places.text
    const about = { sha256, bytes, records, hasHeader, isLineByLine, isCopied }
    const kept: KeptTable = { key, typed, text: about }
    await writeFile(`${places.note}.new`, JSON.stringify(kept))
    await rename(`${places.note}.new`, places.note)
}

/** What a kept table was read as, should the bytes of the file be the same. */
export function keptText(
    { text }: KeptTable,
    about: Pick<TextFile, 'changed'> & { readonly copy: string },
): TextFile {
    const { isCopied: _, ...known } = text
    return {
        ...{ ...known, ...about, broken: 0, brokenFailures: [], failures: [] },
        ...{ readable: true, beginsBlank: false },
    }
}
