import type { RecordBytes } from './scan-record.ts'

const lineFeed = 10
const carriageReturn = 13
const space = 32
/** No byte, and no place among bytes. */
const none = -1

/** Records that follow one another and of which nothing has to be said. */
export type ScannedRun = {
    readonly records: number
    /** Just behind the last of them. */
    readonly end: number
}

/** What a record is like that a run goes over. */
export type RunShape = { readonly columns: number; readonly newline: 'lf' | 'crlf' }

/**
 * Goes over records of the given shape, each on one line, and stops before the first that is not:
 * one that is blank, too long or too short, quoted over several lines, begun by a space, ended
 * otherwise, or not whole. Nearly all of a file lies in such runs, so that this loop looks at
 * every byte once and makes nothing.
 */
export function scanRun(
    bytes: Uint8Array,
    begin: number,
    { structure, shape }: { readonly structure: RecordBytes; readonly shape: RunShape },
): ScannedRun {
    const { delimiter } = structure
    const quote = structure.quote ?? none
    const endBytes = shape.newline === 'crlf' ? 2 : 1
    // The last line end is a wall that no value runs over, so that the loop need not look for it.
    const length = bytes.lastIndexOf(lineFeed) + 1
    let at = begin
    let end = begin
    let records = 0
    let columns = 1
    while (at < length) {
        let byte = bytes[at] as number
        if (byte === quote) {
            at = closingQuote(bytes, at, quote)
            if (at === none) break
            byte = bytes[at] as number
            if (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) break
        } else if (byte === space) {
            break
        }
        while (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) {
            byte = bytes[++at] as number
        }
        at++
        if (byte === delimiter) {
            columns++
            continue
        }
        if (byte === carriageReturn && bytes[at++] !== lineFeed) break
        if ((byte === carriageReturn ? 2 : 1) !== endBytes || columns !== shape.columns) break
        if (at - end <= endBytes) break
        records++
        end = at
        columns = 1
    }
    return { records, end }
}

/** The byte behind a quoted value that ends on its line; {@link none} where it does not. */
function closingQuote(bytes: Uint8Array, begin: number, quote: number): number {
    const length = bytes.length
    for (let at = begin + 1; at < length; at++) {
        const byte = bytes[at]
        if (byte === lineFeed) return none
        if (byte !== quote) continue
        if (bytes[at + 1] !== quote) return at + 1
        at++
    }
    return none
}
