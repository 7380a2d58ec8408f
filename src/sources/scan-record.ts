import type { FileFormat } from './contract.ts'

const lineFeed = 10
const carriageReturn = 13
const space = 32

/** The bytes that structure a delimited file. */
export type RecordBytes = {
    readonly delimiter: number
    /** Null where nothing is quoted. */
    readonly quote: number | null
    /** For each of the 256 bytes whether a plain value may end with it: 1 or 0. */
    readonly stops: Uint8Array
}

/** The bytes of a file's format. */
export function recordBytes(format: Pick<FileFormat, 'delimiter' | 'quote'>): RecordBytes {
    const delimiter = format.delimiter.charCodeAt(0)
    const stops = new Uint8Array(256)
    for (const byte of [delimiter, lineFeed, carriageReturn]) stops[byte] = 1
    return { delimiter, quote: format.quote === null ? null : format.quote.charCodeAt(0), stops }
}

/** One record of a delimited file, as it lies in the bytes scanned. */
export type ScannedRecord = {
    /** Just behind the line end. */
    readonly end: number
    readonly columns: number
    /** Lines that it takes, its own end included: more than one where a quoted value has some. */
    readonly lines: number
    readonly newline: 'lf' | 'crlf'
    readonly fault: 'quote_text' | 'newline_bare' | null
}

/**
 * Reads the record that begins at a byte; null where it does not end within the bytes. Quotes
 * count at the very beginning of a value only. A quoted value with text behind it, or with spaces
 * before it, is a fault: engines differ on what it means.
 */
export function scanRecord(
    bytes: Uint8Array,
    begin: number,
    { delimiter, quote, stops }: RecordBytes,
): ScannedRecord | null {
    const length = bytes.length
    let at = begin
    let columns = 0
    let lines = 1
    let fault: ScannedRecord['fault'] = null
    while (at < length) {
        columns++
        if (bytes[at] === quote) {
            at++
            for (;;) {
                if (at >= length) return null
                const byte = bytes[at++]
                if (byte === lineFeed) lines++
                if (byte !== quote) continue
                if (bytes[at] !== quote) break
                at++
            }
            const next = bytes[at]
            const ends = next === delimiter || next === lineFeed || next === carriageReturn
            if (!ends) fault = 'quote_text'
        } else if (bytes[at] === space && quote !== null) {
            let first = at
            while (bytes[first] === space) first++
            if (bytes[first] === quote) fault = 'quote_text'
        }
        // The bytes of plain values are nearly all of a file, and one look at each is enough.
        let byte = 0
        while (at < length) {
            byte = bytes[at++] ?? 0
            if (stops[byte] === 0) continue
            if (byte !== carriageReturn) break
            if (at < length && bytes[at] !== lineFeed) fault ??= 'newline_bare'
        }
        if (byte === lineFeed) {
            const newline = at > begin + 1 && bytes[at - 2] === carriageReturn ? 'crlf' : 'lf'
            return { end: at, columns, lines, newline, fault }
        }
    }
    return null
}
