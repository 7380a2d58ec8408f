import { isUtf8 } from 'node:buffer'
import type { Encoding } from '#sources/contract-words.ts'

/** What the first bytes of a file are, where they are no text. */
export type BinaryKind = 'zip' | 'parquet' | 'gzip' | 'xls' | 'pdf' | 'other'

const magics: readonly (readonly [string, BinaryKind])[] = [
    ['504b0304', 'zip'],
    ['50415231', 'parquet'],
    ['1f8b', 'gzip'],
    ['d0cf11e0', 'xls'],
    ['25504446', 'pdf'],
]

/** The kind of a file that holds no text, by its first bytes; null where it may be a text. */
export function binaryKind(head: Uint8Array): BinaryKind | null {
    const hex = Buffer.from(head.subarray(0, 4)).toString('hex')
    const known = magics.find(([magic]) => hex.startsWith(magic))
    if (known !== undefined) return known[1]
    if (wideEncoding(head) !== null) return null
    const controls = head.filter(
        (byte) => byte < 32 && ![9, 10, 12, 13, 28, 29, 30, 31, 1].includes(byte),
    )
    return head.includes(0) || controls.length > head.length / 50 ? 'other' : null
}

/** The encodings that the first bytes of a text allow, the likeliest first. */
export function likelyEncodings(head: Uint8Array): readonly Encoding[] {
    const wide = wideEncoding(head)
    if (wide !== null) return [wide]
    return isUtf8(whole(head)) ? ['utf-8', 'gb18030'] : ['gb18030']
}

/** The bytes up to the last line end: what follows may be cut within a character. */
function whole(head: Uint8Array): Uint8Array {
    const end = head.lastIndexOf(10)
    return end === -1 ? head : head.subarray(0, end)
}

/** UTF-16 by its mark, or by the zeros beside its ASCII characters. */
function wideEncoding(head: Uint8Array): Encoding | null {
    const [first, second] = head
    if (first === 0xff && second === 0xfe) return 'utf-16le'
    if (first === 0xfe && second === 0xff) return 'utf-16be'
    const sample = head.subarray(0, 4096)
    const even = sample.filter((byte, index) => byte === 0 && index % 2 === 0).length
    const odd = sample.filter((byte, index) => byte === 0 && index % 2 === 1).length
    const least = sample.length / 8
    // A few Chinese characters end in a zero byte as well.
    if (odd > least && even < odd / 8) return 'utf-16le'
    return even > least && odd < even / 8 ? 'utf-16be' : null
}

/**
 * Whether bytes that decode as GB18030 look like Chinese: nine of ten of its two-byte characters
 * are among the 3,755 common ones and the punctuation of GB 2312. Latin-1 and Big5 are not.
 */
export function looksLikeChinese(head: Uint8Array): boolean {
    let pairs = 0
    let common = 0
    for (let at = 0; at < head.length - 1; at++) {
        const byte = head[at] ?? 0
        if (byte < 0x81) continue
        const next = head[++at] ?? 0
        pairs++
        const isLevelOne = byte >= 0xb0 && byte <= 0xd7 && next >= 0xa1
        const isMark = byte >= 0xa1 && byte <= 0xa9 && next >= 0xa1
        if (isLevelOne || isMark) common++
    }
    return pairs === 0 || common / pairs >= 0.8
}
