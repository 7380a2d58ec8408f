import type { FileFormat } from './contract.ts'
import { recordBytes, type ScannedRecord, scanRecord } from './scan-record.ts'
import { type RunShape, scanRun } from './scan-run.ts'

const lineFeed = 10
const carriageReturn = 13

/** The longest record that is read; a longer one is a quote that was never closed. */
export const recordBytesMax = 8 * 1024 * 1024

/** A record with the line it begins on, counted from 1; valid during the call it is passed to. */
export type LocatedRecord = {
    readonly line: number
    readonly bytes: Uint8Array
    readonly begin: number
    readonly scan: ScannedRecord
}

/** Where a file cannot be split any further. */
export type SplitStop = {
    /** The line on which the record begins that does not end. */
    readonly line: number
    /** Whether a quoted value does not end, or else a line that is longer than any record. */
    readonly isQuoted: boolean
}

/** Records of one shape, each on a line of its own, that are told of at once. */
export type RecordRun = {
    /** Of the first of them. */
    readonly line: number
    readonly records: number
    readonly bytes: Uint8Array
    readonly begin: number
    /** Just behind the last of them. */
    readonly end: number
}

/** Splits a file that arrives in pieces. A blank line is no record where a record has columns. */
export type RecordSplitter = {
    /** Takes the next bytes; returns where splitting had to stop, else null. */
    push(bytes: Uint8Array): SplitStop | null
    /** Takes the end of the file, whose last line needs no line end. */
    end(): SplitStop | null
    /** The line that the next byte will stand on. */
    line(): number
}

/** What is done with the records of a file. */
export type SplitOptions = {
    readonly blankLines: 'skipped' | 'records'
    readonly onRecord: (record: LocatedRecord) => void
    /** The shape of records that may be told of in runs; null: the next one is told by itself. */
    readonly runShape?: () => RunShape | null
    readonly onRun?: (run: RecordRun) => void
}

/** Calls `onRecord` or `onRun` for all records of a file, in the order of the file. */
export function createRecordSplitter(
    format: Pick<FileFormat, 'delimiter' | 'quote'>,
    options: SplitOptions,
): RecordSplitter {
    const structure = recordBytes(format)
    let rest: Uint8Array = new Uint8Array(0)
    let line = 1
    let lineEnd = Uint8Array.of(lineFeed)
    const skipRun = (bytes: Uint8Array, begin: number): number => {
        const shape = options.runShape?.() ?? null
        if (shape === null) return begin
        const { records, end } = scanRun(bytes, begin, { structure, shape })
        if (records === 0) return begin
        options.onRun?.({ line, records, bytes, begin, end })
        line += records
        return end
    }
    const push = (next: Uint8Array): SplitStop | null => {
        const bytes = rest.length === 0 ? next : joined(rest, next)
        let begin = 0
        for (;;) {
            begin = skipRun(bytes, begin)
            const scan = scanRecord(bytes, begin, structure)
            if (scan === null) break
            if (line === 1 && scan.newline === 'crlf') {
                lineEnd = Uint8Array.of(carriageReturn, lineFeed)
            }
            const skipped = options.blankLines === 'skipped' && isBlank(bytes, begin)
            if (!skipped) options.onRecord({ line, bytes, begin, scan })
            line += scan.lines
            begin = scan.end
        }
        rest = bytes.subarray(begin)
        if (rest.length <= recordBytesMax) return null
        return { line, isQuoted: rest.includes(lineFeed) }
    }
    return {
        push,
        end: () => {
            if (rest.length === 0) return null
            const stop = push(lineEnd)
            return stop ?? (rest.length > 0 ? { line, isQuoted: true } : null)
        },
        line: () => line + rest.filter((byte) => byte === lineFeed).length,
    }
}

function isBlank(bytes: Uint8Array, begin: number): boolean {
    const byte = bytes[begin]
    return byte === lineFeed || (byte === carriageReturn && bytes[begin + 1] === lineFeed)
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
    const bytes = new Uint8Array(left.length + right.length)
    bytes.set(left)
    bytes.set(right, left.length)
    return bytes
}
