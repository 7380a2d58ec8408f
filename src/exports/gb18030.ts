/** One byte, two or four of each letter below 65536, as one number; 0 where there is none. */
let table: Uint32Array | null = null

/** Where the four-byte sequences of the letters from 65536 on begin: at 0x90308130. */
const supplementary = (0x90 - 0x81) * 12_600

/** The four-byte sequences of the letters below 65536: up to 0x8431a439. */
const fourByteCount = 39_420

/**
 * Text in the encoding that Chinese law asks for: GB 18030, which has every letter of Unicode. The
 * codes are read from the decoder that Node brings, so that what is written is what is read; a few
 * of private use, which have none there, become question marks.
 */
export function encodeGb18030(text: string): Uint8Array {
    table ??= codeTable()
    const target = new Uint8Array(text.length * 4)
    let to = 0
    for (let at = 0; at < text.length; at++) {
        const point = text.codePointAt(at) ?? 0
        if (point < 0x80) {
            target[to++] = point
            continue
        }
        if (point > 0xffff) at++
        const code = point > 0xffff ? fourBytes(supplementary + point - 0x10000) : table[point]
        to = put(target, { to, code: code === undefined || code === 0 ? unknownLetter : code })
    }
    return target.subarray(0, to)
}

/** What stands for half of a pair, which is no letter. */
const unknownLetter = 0x3f

function put(target: Uint8Array, { to, code }: { to: number; code: number }): number {
    let at = to
    if (code > 0xffff) {
        target[at++] = code >>> 24
        target[at++] = (code >>> 16) & 0xff
    }
    if (code > 0xff) target[at++] = (code >>> 8) & 0xff
    target[at++] = code & 0xff
    return at
}

/** The four bytes at a place in their order: 126 × 10 × 126 × 10 from 0x81308130 on. */
function fourBytes(place: number): number {
    const last = 0x30 + (place % 10)
    const third = 0x81 + (Math.trunc(place / 10) % 126)
    const second = 0x30 + (Math.trunc(place / 1260) % 10)
    const first = 0x81 + Math.trunc(place / 12_600)
    return ((first << 24) | (second << 16) | (third << 8) | last) >>> 0
}

function codeTable(): Uint32Array {
    const codes = new Uint32Array(65_536)
    const decoder = new TextDecoder('gb18030')
    const learn = (bytes: Uint8Array, code: number): void => {
        const letter = decoder.decode(bytes)
        if (letter.length !== 1 || letter === '\ufffd') return
        const point = letter.charCodeAt(0)
        // Two bytes before four where a letter has both.
        if (codes[point] === 0) codes[point] = code
    }
    for (let lead = 0x81; lead <= 0xfe; lead++) {
        for (let trail = 0x40; trail <= 0xfe; trail++) {
            if (trail !== 0x7f) learn(Uint8Array.of(lead, trail), lead * 256 + trail)
        }
    }
    const bytes = new Uint8Array(4)
    for (let place = 0; place < fourByteCount; place++) {
        const code = fourBytes(place)
        put(bytes, { to: 0, code })
        learn(bytes, code)
    }
    codes[0xfffd] = fourBytes(39_417)
    return codes
}
