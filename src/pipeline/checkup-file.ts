import { isUtf8 } from 'node:buffer'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { type Failure, failure, Refusal, refuse, valueOrThrow } from '#domain/result.ts'
import type { Contract, FileFormat } from '#sources/contract.ts'
import { splitRecord } from '#sources/split-record.ts'
import { type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { type GivenColumns, monthForms, monthPlace, readGivenColumns } from './checkup-columns.ts'
import type { DeliveredFile } from './import/files.ts'
import { hasBrokenKeys } from './import/keys.ts'
import { listFaults } from './import/listing.ts'
import { badCellMark, typedSql } from './import/table.ts'
import { listedMax, readText } from './import/text.ts'

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
    const { table } = columns
    const bytes = (await stat(path)).size
    const target = join(folder, 'given.csv')
    let done = 0
    const text = await readText({
        ...{ table, format, path, name, target, signal },
        onBytes: (count) => {
            done += count
            onBytes(done, bytes)
        },
    })
    const file: DeliveredFile = { table, name, path, bytes }
    const contract = {
        ...{ system: 'given', description: '', bank: null },
        files: format,
        tables: [table],
    }
    const job = { file, text, target, contract }
    if (text.failures.length > 0) throw await faults(job, { ...options, columns })
    const parquet = join(folder, 'typed', 'given')
    try {
        const sql = typedSql(warehouse, { table, format, path: target, numbered: false })
        await warehouse.writeParquet({ sql, folder: parquet })
    } catch (cause) {
        const isBad = cause instanceof WarehouseError && cause.message.includes(badCellMark)
        throw isBad ? await faults(job, { ...options, columns }) : cause
    }
    const isBroken = await hasBrokenKeys(warehouse, { contract, folder: join(folder, 'typed') })
    if (isBroken) throw await faults(job, { ...options, columns })
    await rm(target)
    return { name, rows: text.records, columns, relation: warehouse.parquet([parquet]) }
}

type FaultyFile = {
    readonly file: DeliveredFile
    readonly text: Awaited<ReturnType<typeof readText>>
    readonly target: string
    readonly contract: Contract
}

async function faults(
    { file, text, target, contract }: FaultyFile,
    options: GivenFileOptions & { readonly columns: GivenColumns },
): Promise<Refusal> {
    const { warehouse, columns } = options
    const folder = join(options.folder, 'numbered')
    await mkdir(folder, { recursive: true })
    const listing = { warehouse, contract, folder, onTable: () => {} }
    const listed = await listFaults([{ file, text, copy: target }], listing)
    if (listed.failures.length === 0) throw new Error('a table was refused, but no fault was found')
    const failures = listed.failures.slice(0, listedMax).map((one) => reworded(one, columns))
    const total = listed.failures.length + listed.unlisted
    if (total > failures.length) {
        failures.push(failure('sources.faults_unlisted', { listed: failures.length, total }))
    }
    return new Refusal(failures)
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
    if (one.code === 'sources.key_twice') {
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
