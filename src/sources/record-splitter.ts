import type { FileFormat } from './contract.ts'
import { recordBytes, type ScannedRecord, scanRecord } from './scan-record.ts'

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

/** A file that cannot be split any further: a quoted value that does not end. */
export type OpenQuote = { readonly line: number }

/** Splits a file that arrives in pieces. A blank line is no record where a record has columns. */
export type RecordSplitter = {
    /** Takes the next bytes; returns where splitting had to stop, else null. */
    push(bytes: Uint8Array): OpenQuote | null
    /** Takes the end of the file, whose last line needs no line end. */
    end(): OpenQuote | null
    /** The line that the next byte will stand on. */
    line(): number
}

/** Calls `onRecord` for every record of a file, the header first, in the order of the file. */
export function createRecordSplitter(
    format: Pick<FileFormat, 'delimiter' | 'quote'>,
    options: {
        readonly blankLines: 'skipped' | 'records'
        readonly onRecord: (record: LocatedRecord) => void
    },
): RecordSplitter {
    const structure = recordBytes(format)
    let rest: Uint8Array = new Uint8Array(0)
    let line = 1
    let lineEnd = Uint8Array.of(lineFeed)
    const push = (next: Uint8Array): OpenQuote | null => {
        const bytes = rest.length === 0 ? next : joined(rest, next)
        let begin = 0
        for (;;) {
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
        return rest.length > recordBytesMax ? { line } : null
    }
    return {
        push,
        end: () => {
            if (rest.length === 0) return null
            const open = push(lineEnd)
            return open ?? (rest.length > 0 ? { line } : null)
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
