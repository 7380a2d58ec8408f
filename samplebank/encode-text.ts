import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import type { TextTable } from './sample-files.ts'

/** Bytes of UTF-8 text in the encoding of a file; a mark is not added here. */
export function encodeText(bytes: Uint8Array, encoding: TextTable['encoding']): Uint8Array {
    switch (encoding) {
        case 'utf-8':
        case 'utf-8 with mark':
            return bytes
        case 'gb18030':
            return toGb18030(bytes)
        case 'utf-16le':
            return Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf16le')
        case 'utf-8 gzip':
            // Members that follow one another are one file (RFC 1952, 2.2).
            return gzipSync(bytes, { level: 4 })
    }
}

/** What stands before the first letter of a file. */
export function markOf(encoding: TextTable['encoding']): Uint8Array {
    if (encoding === 'utf-8 with mark') return Uint8Array.of(0xef, 0xbb, 0xbf)
    return encoding === 'utf-16le' ? Uint8Array.of(0xff, 0xfe) : new Uint8Array(0)
}

let table: Uint16Array | null = null

/** The two bytes of every letter that GBK has, read from the decoder that Node brings. */
function gbkTable(): Uint16Array {
    if (table !== null) return table
    table = new Uint16Array(65_536)
    const decoder = new TextDecoder('gb18030')
    for (let lead = 0x81; lead <= 0xfe; lead++) {
        for (let trail = 0x40; trail <= 0xfe; trail++) {
            if (trail === 0x7f) continue
            const letter = decoder.decode(Uint8Array.of(lead, trail))
            if (letter.length === 1 && letter !== '\ufffd') {
                table[letter.charCodeAt(0)] = lead * 256 + trail
            }
        }
    }
    return table
}

/** Our letters have one byte or three in UTF-8, and one or two in GB18030. Throws for others. */
function toGb18030(bytes: Uint8Array): Uint8Array {
    const letters = gbkTable()
    const target = new Uint8Array(bytes.length)
    let to = 0
    for (let at = 0; at < bytes.length; at++) {
        const first = bytes[at] ?? 0
        if (first < 0x80) {
            target[to++] = first
            continue
        }
        const letter =
            ((first & 0x0f) << 12) |
            (((bytes[at + 1] ?? 0) & 0x3f) << 6) |
            ((bytes[at + 2] ?? 0) & 0x3f)
        const pair = first >= 0xe0 && first < 0xf0 ? (letters[letter] ?? 0) : 0
        if (pair === 0) throw new Error(`no two bytes for ${String.fromCharCode(letter)}`)
        target[to++] = pair >> 8
        target[to++] = pair & 0xff
        at += 2
    }
    return target.subarray(0, to)
}
