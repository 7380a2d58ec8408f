import { isUtf8 } from 'node:buffer'
import type { FileFormat } from '#sources/contract.ts'

type Encoding = FileFormat['encoding']

const lineFeed = 10
const byteOrderMark = [0xef, 0xbb, 0xbf] as const

/** Non-ASCII bytes that must all be right UTF-8 before a GB18030 text is taken to be no such. */
const telltaleBytes = 48

/** A text that is not in the encoding that its contract names. */
export class EncodingFault extends Error {
    /** The first wrong byte of the file, counted from 1. */
    readonly byte: number
    /** Lines of the same piece of text that lie before it. */
    readonly linesBefore: number
    readonly guess: 'utf8' | 'gb18030' | 'utf16' | 'none'

    constructor(at: { byte: number; linesBefore: number; guess: EncodingFault['guess'] }) {
        super(`wrong encoding at byte ${at.byte}`)
        this.name = 'EncodingFault'
        this.byte = at.byte
        this.linesBefore = at.linesBefore
        this.guess = at.guess
    }
}

/** Turns a text that arrives in pieces into UTF-8, whole lines at a time, without a mark. */
export type LineDecoder = {
    /** The lines that have become complete. Throws {@link EncodingFault}. */
    push(bytes: Uint8Array): Uint8Array
    /** What follows the last line end. Throws {@link EncodingFault}. */
    end(): Uint8Array
}

/** In both encodings a line end is never part of another character, so lines can be cut apart. */
export function createLineDecoder(encoding: Encoding): LineDecoder {
    let rest: Uint8Array = new Uint8Array(0)
    let offset = 0
    const decode = (piece: Uint8Array): Uint8Array => {
        const marked = offset === 0 && byteOrderMark.every((byte, index) => piece[index] === byte)
        const bytes = marked && encoding === 'utf-8' ? piece.subarray(3) : piece
        const text = decoded(bytes, encoding)
        if (text === null) {
            throw faultIn(bytes, { encoding, offset: offset + piece.length - bytes.length })
        }
        offset += piece.length
        return text
    }
    return {
        push: (next) => {
            const bytes = rest.length === 0 ? next : Buffer.concat([rest, next])
            const length = bytes.lastIndexOf(lineFeed) + 1
            rest = bytes.subarray(length)
            return decode(bytes.subarray(0, length))
        },
        end: () => decode(rest),
    }
}

/** UTF-8, or null where the bytes are not in the encoding. */
function decoded(bytes: Uint8Array, encoding: Encoding): Uint8Array | null {
    if (bytes.includes(0)) return null
    if (encoding === 'utf-8') return isUtf8(bytes) ? bytes : null
    if (isTelltaleUtf8(bytes)) return null
    try {
        return Buffer.from(new TextDecoder('gb18030', { fatal: true }).decode(bytes))
    } catch {
        return null
    }
}

/** Most UTF-8 is right GB18030 too, as other characters; the reverse is next to impossible. */
function isTelltaleUtf8(bytes: Uint8Array): boolean {
    let count = 0
    for (const byte of bytes) {
        if (byte > 127 && ++count >= telltaleBytes) return isUtf8(bytes)
    }
    return false
}

function faultIn(
    bytes: Uint8Array,
    { encoding, offset }: { readonly encoding: Encoding; readonly offset: number },
): EncodingFault {
    const at = wrongByte(bytes, encoding)
    const before = bytes.subarray(0, at)
    const linesBefore = before.reduce((count, byte) => (byte === lineFeed ? count + 1 : count), 0)
    return new EncodingFault({
        byte: offset + at + 1,
        linesBefore,
        guess: guessOf(bytes, encoding),
    })
}

function wrongByte(bytes: Uint8Array, encoding: Encoding): number {
    if (encoding === 'gb18030' && isTelltaleUtf8(bytes)) {
        return bytes.findIndex((byte) => byte > 127)
    }
    const decoder = new TextDecoder(encoding, { fatal: true })
    for (const [index, byte] of bytes.entries()) {
        if (byte === 0) return index
        try {
            decoder.decode(Uint8Array.of(byte), { stream: true })
        } catch {
            return index
        }
    }
    return Math.max(bytes.length - 1, 0)
}

function guessOf(bytes: Uint8Array, encoding: Encoding): EncodingFault['guess'] {
    const [first, second] = bytes
    const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
    if (marked || first === 0 || second === 0) return 'utf16'
    if (bytes.includes(0)) return 'none'
    if (encoding === 'gb18030') return isUtf8(bytes) ? 'utf8' : 'none'
    return decoded(bytes, 'gb18030') === null ? 'none' : 'gb18030'
}
