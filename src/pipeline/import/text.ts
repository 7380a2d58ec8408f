import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Failure, failure } from '#domain/result.ts'
import { checkHeader } from '#sources/check-header.ts'
import type { ContractTable, FileFormat } from '#sources/contract.ts'
import { createRecordSplitter, type LocatedRecord } from '#sources/record-splitter.ts'
import { splitRecord } from '#sources/split-record.ts'
import { createLineDecoder, EncodingFault } from './encoding.ts'

/** How many faults of one kind are listed for one table; the rest are counted. */
export const listedMax = 1000

/** A file as it was delivered, copied as plain UTF-8 without a byte order mark. */
export type TextFile = {
    /** Of the bytes delivered, before they were unpacked; hex. */
    readonly sha256: string
    readonly bytes: number
    /** Records below the header that have the shape of the table. */
    readonly records: number
    readonly failures: readonly Failure[]
    /** Faults beyond those listed. */
    readonly unlisted: number
    /** Whether the columns are right, so that the records can be looked into. */
    readonly readable: boolean
}

/** One file on its way into its copy. */
export type TextOptions = {
    readonly table: ContractTable
    readonly format: FileFormat
    /** Path and name of the file as delivered. */
    readonly path: string
    readonly name: string
    /** Path of the copy. */
    readonly target: string
    readonly signal: AbortSignal
    readonly onBytes: (count: number) => void
}

/**
 * Reads a file once, in pieces: hashes it, unpacks and decodes it, writes the copy, and checks its
 * header and the shape of every record. Rejects only on trouble with the disk or when cancelled.
 */
export async function readText(options: TextOptions): Promise<TextFile> {
    const { table, format, name, target, signal } = options
    const hash = createHash('sha256')
    let bytes = 0
    const shape = createShapeCheck({ table, format, name })
    const decoder = createLineDecoder(format.encoding)
    const copy = await open(target, 'w')
    const take = async (text: Uint8Array): Promise<boolean> => {
        if (text.length > 0) await copy.write(text)
        return shape.push(text)
    }
    try {
        const stream = unpacked(options, (chunk) => {
            hash.update(chunk)
            bytes += chunk.length
            options.onBytes(chunk.length)
        })
        let going = true
        for await (const chunk of stream) {
            signal.throwIfAborted()
            going = await take(decoder.push(chunk))
            if (!going) break
        }
        if (going && (await take(decoder.end()))) shape.end()
    } catch (cause) {
        shape.stop(textFailure(cause, { options, line: shape.line() }))
    } finally {
        await copy.close()
    }
    return { ...shape.result(), sha256: hash.digest('hex'), bytes }
}

type NamedTable = Pick<TextOptions, 'table' | 'format' | 'name'>

/** Gathers what is wrong with header and records while the text goes by. */
function createShapeCheck({ table, format, name }: NamedTable) {
    const failures: Failure[] = []
    let unlisted = 0
    let records = 0
    let newline: 'lf' | 'crlf' | null = null
    let header: 'unread' | 'right' | 'wrong' = 'unread'
    const fault = (found: Failure): void => {
        if (failures.length < listedMax) failures.push(found)
        else unlisted++
    }
    const onRecord = (record: LocatedRecord): void => {
        const { scan } = record
        const before = newline
        newline = scan.newline
        if (header === 'unread') {
            const faults =
                scan.fault === null
                    ? headerFaults(record, { table, format, name })
                    : [recordFailure(record, { table, name, newline })]
            faults.forEach(fault)
            header = faults.length === 0 ? 'right' : 'wrong'
            return
        }
        if (header === 'wrong') return
        const whole = isWhole(scan, table)
        if (whole) records++
        // The line after which all are different is one fault, not one for each that follows.
        if (whole && newline === before) return
        fault(recordFailure(record, { table, name, newline: before ?? newline }))
    }
    const blankLines = table.columns.length === 1 ? 'records' : 'skipped'
    const splitter = createRecordSplitter(format, { blankLines, onRecord })
    // A text that breaks off has this one fault: whatever else is found would be found in a part.
    const stop = (found: Failure): void => {
        failures.splice(0, failures.length, found)
        unlisted = 0
        header = 'wrong'
    }
    const isOpen = (quote: { readonly line: number } | null): boolean => {
        if (quote === null) return false
        const at = { file: name, line: quote.line }
        stop(failure('sources.quote_open', { table: table.name }, at))
        return true
    }
    return {
        /** False where nothing behind these bytes can be split. */
        push: (text: Uint8Array): boolean => !isOpen(splitter.push(text)),
        line: splitter.line,
        stop,
        end: (): void => {
            if (isOpen(splitter.end())) return
            const at = { file: name }
            if (header === 'unread') fault(failure('sources.file_empty', { table: table.name }, at))
            const bare = header === 'right' && records === 0 && failures.length === 0
            if (bare && !table.mayBeEmpty) {
                fault(failure('sources.file_no_rows', { table: table.name }, at))
            }
        },
        result: (): Pick<TextFile, 'failures' | 'records' | 'unlisted' | 'readable'> => ({
            failures,
            records,
            unlisted,
            readable: header === 'right',
        }),
    }
}

/** Whether a record has the shape that its table asks for. */
export function isWhole(scan: LocatedRecord['scan'], table: ContractTable): boolean {
    return scan.fault === null && scan.columns === table.columns.length
}

function headerFaults(
    record: LocatedRecord,
    { table, format, name }: NamedTable,
): readonly Failure[] {
    const text = new TextDecoder().decode(record.bytes.subarray(record.begin, record.scan.end))
    const names = splitRecord(text.replace(/\r?\n$/, ''), format)
    return checkHeader(table, { names, at: { file: name, line: record.line } })
}

function recordFailure(
    { line, scan }: LocatedRecord,
    about: { table: ContractTable; name: string; newline: 'lf' | 'crlf' },
): Failure {
    const at = { file: about.name, line }
    const table = about.table.name
    if (scan.fault === 'quote_text') return failure('sources.quote_text', { table }, at)
    const expected = about.table.columns.length
    if (scan.fault === null && scan.columns !== expected) {
        const params = { table, expected, found: scan.columns }
        const short = scan.columns < expected
        return failure(short ? 'sources.record_short' : 'sources.record_long', params, at)
    }
    return failure('sources.newline_mixed', { table, expected: about.newline }, at)
}

function unpacked({ path }: TextOptions, onChunk: (chunk: Buffer) => void): AsyncIterable<Buffer> {
    const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
            onChunk(chunk)
            done(null, chunk)
        },
    })
    const source = createReadStream(path, { highWaterMark: 1 << 20 })
    // What goes wrong on the way comes out of the last stream, where it is read.
    const ignored = (): void => {}
    return path.endsWith('.gz')
        ? pipeline(source, counted, createGunzip({ chunkSize: 1 << 18 }), ignored)
        : pipeline(source, counted, ignored)
}

/** The failure that an error stands for; rethrows what is no fault of the file. */
function textFailure(
    cause: unknown,
    { options, line }: { readonly options: TextOptions; readonly line: number },
): Failure {
    const table = options.table.name
    if (cause instanceof EncodingFault) {
        const at = { file: options.name, line: line + cause.linesBefore }
        const expected = options.format.encoding.toUpperCase()
        const params = { table, expected, byte: cause.byte, guess: cause.guess }
        return failure('sources.encoding_wrong', params, at)
    }
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const at = { file: options.name }
    if (code.startsWith('Z_')) return failure('sources.gzip_broken', { table }, at)
    if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') {
        return failure('sources.file_unreadable', { table, reason: code }, at)
    }
    throw cause
}
