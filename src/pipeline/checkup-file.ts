import { isUtf8 } from 'node:buffer'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { type Failure, failure, Refusal, refuse, valueOrThrow } from '#domain/result.ts'
import type { FileFormat } from '#sources/contract.ts'
import { splitRecord } from '#sources/split-record.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { type GivenColumns, monthForms, monthPlace, readGivenColumns } from './checkup-columns.ts'
import type { DeliveredFile } from './import/files.ts'
import { importTables } from './import/import-tables.ts'
import { readTable } from './import/read-table.ts'

/** A table of given tiers, typed: SQL that reads it, and what its columns hold. */
export type GivenFile = {
    readonly name: string
    readonly rows: number
    readonly columns: GivenColumns
    readonly relation: string
}

/** What reading a table of given tiers needs. */
export type GivenFileOptions = {
    readonly warehouse: Warehouse
    /** An empty folder for copies; on a disk with room for the file. */
    readonly folder: string
    readonly signal: AbortSignal
    readonly onBytes: (done: number, all: number) => void
}

const sniffedBytes = 1 << 18
const delimiters = [',', '\t', ';', '|'] as const

/**
 * Reads a table of given tiers: delimited text in UTF-8 or GB18030, plain or gzipped, with the
 * header's words in English or Chinese. Throws Refusal with all faults, each with its line.
 */
export async function readGivenFile(path: string, options: GivenFileOptions): Promise<GivenFile> {
    const { warehouse, folder, signal, onBytes } = options
    const name = basename(path)
    const { format, columns } = await sniff(path)
    const read = { format: 'delimited', header: 'names', ...format } as const
    const table = { ...columns.table, read }
    const bytes = (await stat(path)).size
    const target = join(folder, 'given.csv')
    let done = 0
    const file: DeliveredFile = { table, name, path, bytes }
    const text = await readTable({
        ...{ file, target, signal, warehouse },
        onBytes: (count) => {
            done += count
            onBytes(done, bytes)
        },
    })
    const contract = {
        ...{ system: 'given', description: '', bank: null },
        files: format,
        tables: [table],
    }
    for (const one of ['typed', 'tables']) await mkdir(join(folder, one), { recursive: true })
    const { failures } = await importTables([{ file, text, typed: null }], {
        ...{ warehouse, contract, signal, work: folder },
        present: () => null,
        onStep: () => {},
    })
    const told = failures.filter(isNoFirst)
    if (told.length > 0) throw new Refusal(told.map((one) => reworded(one, columns)))
    await rm(target, { force: true })
    const relation = warehouse.parquet([join(folder, 'tables', table.name)])
    return { name, rows: text.records, columns, relation }
}

/** Of rows that have the same key the first is named by all others. */
function isNoFirst({ code, params, at }: Failure): boolean {
    return code !== 'sources.key_twice' || params.first_line !== at?.line
}

/** What a contract's failure says to someone who has no contract. */
function reworded(one: Failure, { names }: GivenColumns): Failure {
    const { column = '', value = '' } = one.params
    if (one.code === 'sources.cell_required') {
        return failure('pipeline.given_cell_missing', { column }, one.at)
    }
    if (one.code === 'sources.cell_date') {
        return failure('pipeline.given_cell_month', { column, value }, one.at)
    }
    if (one.code === 'sources.cell_decimal') {
        return failure('pipeline.given_cell_average', { column, value }, one.at)
    }
    if (one.code === 'sources.key_twice' || one.code === 'sources.row_copied') {
        const params = { ...one.params, customer: names.customer, month: names.month }
        return failure('pipeline.given_row_twice', params, one.at)
    }
    return one
}

type Sniffed = { readonly format: FileFormat; readonly columns: GivenColumns }

/** Encoding, delimiter, columns and the form of months, from the first lines of a file. */
async function sniff(path: string): Promise<Sniffed> {
    const file = basename(path)
    const head = await headOf(path)
    if (head.length === 0) refuse('pipeline.given_empty', {}, { file })
    if (head[0] === 0x50 && head[1] === 0x4b) refuse('pipeline.given_workbook', {}, { file })
    const whole = head.subarray(0, head.lastIndexOf(10) + 1 || head.length)
    const encoding = isUtf8(whole) ? 'utf-8' : 'gb18030'
    const text = new TextDecoder(encoding).decode(whole)
    const [first = '', second = ''] = text.split(/\r?\n/).filter((line) => line !== '')
    const counts = delimiters.map((one) => first.split(one).length)
    const delimiter = delimiters[counts.indexOf(Math.max(...counts))] ?? ','
    const format: FileFormat = { delimiter, quote: '"', encoding }
    const header = splitRecord(first, format)
    const month = splitRecord(second, format)[monthPlace(header)] ?? ''
    const at = { file, line: 1 }
    const columns = readGivenColumns(header, { at, monthForm: monthFormOf(month) })
    return { format, columns: valueOrThrow(columns) }
}

/** The form that a month is written in; of one that fits none the first, which then says so. */
function monthFormOf(text: string): string {
    const form = monthForms.find((one) => {
        const digits = one.replace('%Y', '\\d{4}').replace('%m', '\\d{2}').replace('%d', '\\d{2}')
        return new RegExp(`^${digits}$`).test(text)
    })
    return form ?? '%Y-%m'
}

async function headOf(path: string): Promise<Uint8Array> {
    const buffer = Buffer.alloc(sniffedBytes)
    try {
        const handle = await open(path)
        try {
            const { bytesRead } = await handle.read(buffer, 0, sniffedBytes, 0)
            const head = buffer.subarray(0, bytesRead)
            return path.endsWith('.gz') ? await unzipped(head) : head
        } finally {
            await handle.close()
        }
    } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
        if (code === '') throw cause
        return refuse('pipeline.given_unreadable', { path, reason: code })
    }
}

/** What the first bytes of a gzipped file hold; they end in the middle of it. */
async function unzipped(head: Uint8Array): Promise<Uint8Array> {
    const gunzip = createGunzip()
    const pieces: Uint8Array[] = []
    gunzip.end(head)
    try {
        for await (const piece of gunzip) pieces.push(piece as Uint8Array)
    } catch (cause) {
        if (pieces.length === 0) throw cause
    }
    return Buffer.concat(pieces)
}
