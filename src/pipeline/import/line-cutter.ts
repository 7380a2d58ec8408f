import type { Encoding } from '#sources/contract-words.ts'
import { recordBytesMax } from '#sources/record-splitter.ts'

const lineFeed = 10

/** Marks at the beginning of a file, with the encoding that they stand for. */
const marks = [
    { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
    { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
    { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
    { bytes: [0x84, 0x31, 0x95, 0x33], encoding: 'gb18030' },
] as const satisfies readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[]
const markBytesMax = 4

/** A line that is longer than any record may be. */
export class LongLine extends Error {
    constructor() {
        super('a line does not end')
        this.name = 'LongLine'
    }
}

/** Whole lines of a file, as they lie there. */
export type CutLines = {
    readonly bytes: Uint8Array
    readonly encoding: Encoding
    /** Bytes of the file before them. */
    readonly offset: number
}

/** Cuts a file that arrives in pieces behind line ends; a mark at its beginning is left out. */
export type LineCutter = {
    /** The lines that have become whole, in pieces. Throws {@link LongLine}. */
    push(bytes: Uint8Array): readonly CutLines[]
    /** What follows the last line end. */
    end(): CutLines
}

/** The encoding that a file is marked with at its beginning; null where it has no mark. */
export function markOf(bytes: Uint8Array): (typeof marks)[number] | null {
    return marks.find((mark) => mark.bytes.every((byte, index) => bytes[index] === byte)) ?? null
}

/**
 * Cuts lines in the encoding that the file is marked with, else in the one named. In all of them a
 * line end is told from the parts of other characters.
 */
export function createLineCutter(named: Encoding): LineCutter {
    let rest: Uint8Array = new Uint8Array(0)
    let offset = 0
    let encoding: Encoding | null = null
    const begun = (bytes: Uint8Array): Uint8Array => {
        if (encoding !== null) return bytes
        const mark = markOf(bytes)
        encoding = mark?.encoding ?? named
        offset = mark?.bytes.length ?? 0
        return bytes.subarray(offset)
    }
    const cut = (bytes: Uint8Array, length: number): CutLines => {
        const lines = { bytes: bytes.subarray(0, length), encoding: encoding ?? named, offset }
        offset += length
        rest = bytes.subarray(length)
        return lines
    }
    const pushWhole = (next: Uint8Array): readonly CutLines[] => {
        const joined = rest.length === 0 ? next : Buffer.concat([rest, next])
        // Less does not tell yet whether there is a mark.
        if (encoding === null && joined.length < markBytesMax) {
            rest = joined
            return []
        }
        const bytes = begun(joined)
        const lines = cut(bytes, lastLineEnd(bytes, encoding ?? named))
        if (rest.length > 2 * recordBytesMax) throw new LongLine()
        return [lines]
    }
    return {
        push: (next) => {
            // The line that began in the piece before is joined alone: nothing else is copied.
            const end = encoding === 'utf-8' && rest.length > 0 ? next.indexOf(lineFeed) + 1 : 0
            if (end === 0) return pushWhole(next)
            return [...pushWhole(next.subarray(0, end)), ...pushWhole(next.subarray(end))]
        },
        end: () => {
            const bytes = begun(rest)
            return cut(bytes, bytes.length)
        },
    }
}

/** Just behind the last line end; 0 where there is none. */
function lastLineEnd(bytes: Uint8Array, encoding: Encoding): number {
    if (encoding === 'utf-8' || encoding === 'gb18030') return bytes.lastIndexOf(lineFeed) + 1
    const low = encoding === 'utf-16le' ? 0 : 1
    let at = bytes.length
    for (;;) {
        at = at === 0 ? -1 : bytes.lastIndexOf(lineFeed, at - 1)
        if (at === -1) return 0
        const unit = at - low
        if (unit % 2 === 0 && bytes[unit + 1 - low] === 0 && unit + 2 <= bytes.length) {
            return unit + 2
        }
    }
}
