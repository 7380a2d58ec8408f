import { Buffer } from 'node:buffer'

const zero = 0x30
const minus = 0x2d
const point = 0x2e
const comma = 0x2c
const lineEnd = 0x0a
const quote = 0x22
/** Texts up to this length are written letter by letter, which is quicker for few. */
const asciiMax = 40
/** Room for the numbers and short texts of any row: it is made once a row. */
const rowBytes = 2048

/**
 * Rows of delimited text in UTF-8 that are put together in memory, value by value. Millions of
 * values go through here, so it is a class: the engine compiles its methods into one another.
 */
export class TextFile {
    #buffer: Buffer = Buffer.allocUnsafeSlow(1 << 16)
    #at = 0
    #rows = 0
    #lines = 0
    #rowStart = 0
    #rowLines = 0
    #lastStart = 0
    #lastLines = 0
    readonly #delimiter: string
    readonly #between: number
    readonly #plain: RegExp

    /** From this row on somebody wants to be told of rows; never, by default. */
    due = Number.POSITIVE_INFINITY

    /** An empty file whose values stand between delimiters. */
    constructor(delimiter: string) {
        this.#delimiter = delimiter
        this.#between = delimiter.charCodeAt(0)
        this.#plain = new RegExp(`^[^"\\n\\r${delimiter}]*$`)
    }

    /** A whole number below 2^53. */
    whole(value: number): void {
        if (value >= 0 && value < 1_000_000_000) {
            this.#digits(value)
            return
        }
        let rest = value
        if (rest < 0) {
            this.#buffer[this.#at++] = minus
            rest = -rest
            if (rest < 1_000_000_000) {
                this.#digits(rest)
                return
            }
        }
        const high = Math.floor(rest / 100_000_000)
        this.whole(high)
        this.padded(rest - high * 100_000_000, 8)
    }

    /** A whole number below 2^31, zeros before it up to an even width. */
    padded(value: number, width: 2 | 4 | 8 | 10): void {
        const buffer = this.#buffer
        let rest = value | 0
        const end = this.#at + width
        for (let at = end; at > this.#at; at -= 2) {
            const hundreds = (rest / 100) | 0
            const pair = (rest - hundreds * 100) * 2
            buffer[at - 1] = pairs[pair + 1] ?? 0
            buffer[at - 2] = pairs[pair] ?? 0
            rest = hundreds
        }
        this.#at = end
    }

    /** Cents as yuan with two decimals. */
    cents(value: number): void {
        let rest = value
        if (rest < 0) {
            this.#buffer[this.#at++] = minus
            rest = -rest
        }
        const yuan = Math.floor(rest / 100)
        this.whole(yuan)
        this.#buffer[this.#at++] = point
        this.padded(rest - yuan * 100, 2)
    }

    /** Cents as yuan with two decimals and commas: `1,234.50`. Not below zero. */
    thousands(value: number): void {
        const yuan = Math.floor(value / 100)
        this.#grouped(yuan)
        this.#buffer[this.#at++] = point
        this.padded(value - yuan * 100, 2)
    }

    /** Thousandths or ten-thousandths, not below zero, with all decimals. */
    scaled(value: number, decimals: 3 | 4): void {
        const one = decimals === 3 ? 1000 : 10_000
        const before = Math.floor(value / one)
        const rest = value - before * one
        this.whole(before)
        this.#buffer[this.#at++] = point
        if (decimals === 4) this.padded(rest, 4)
        else {
            this.padded(Math.floor(rest / 10), 2)
            this.#buffer[this.#at++] = zero + (rest % 10)
        }
    }

    /** Bytes of UTF-8 that need no quotes. */
    raw(bytes: Uint8Array): void {
        this.#buffer.set(bytes, this.#at)
        this.#at += bytes.length
    }

    /** A short text of ASCII letters that needs no quotes. */
    ascii(text: string): void {
        const buffer = this.#buffer
        let at = this.#at
        for (let index = 0; index < text.length; index++) buffer[at++] = text.charCodeAt(index)
        this.#at = at
    }

    /** A text in quotes where it needs them; null is an empty value. */
    text(value: string | null): void {
        if (value === null || this.#plainAscii(value)) return
        const isPlain = this.#plain.test(value)
        const written = isPlain ? value : `"${value.replaceAll('"', '""')}"`
        if (!isPlain) this.#lines += value.split('\n').length - 1
        this.#room(written.length * 3 + rowBytes)
        this.#at += this.#buffer.write(written, this.#at)
    }

    /** Writes a short text of ASCII letters that needs no quotes; false where it is another. */
    #plainAscii(value: string): boolean {
        if (value.length > asciiMax) return false
        const buffer = this.#buffer
        let at = this.#at
        for (let index = 0; index < value.length; index++) {
            const code = value.charCodeAt(index)
            // Line ends lie below the first printable letter; a tab may stand in a value.
            if (code > 126 || code < 32 || code === quote || code === this.#between) return false
            buffer[at++] = code
        }
        this.#at = at
        return true
    }

    /** The end of a value that is not the last one. */
    next(): void {
        this.#buffer[this.#at++] = this.#between
    }

    /** The end of a row. */
    end(): void {
        this.#buffer[this.#at++] = lineEnd
        this.#rows += 1
        this.#lines += 1
        this.#lastStart = this.#rowStart
        this.#lastLines = this.#rowLines
        this.#rowStart = this.#at
        this.#rowLines = this.#lines
        this.#room(rowBytes)
    }

    /** A row of texts. */
    row(cells: readonly string[]): void {
        for (let index = 0; index < cells.length; index++) {
            if (index > 0) this.next()
            this.text(cells[index] ?? '')
        }
        this.end()
    }

    /** The cells of the last row, as texts without quotes. */
    lastCells(): readonly string[] {
        const row = this.#buffer.toString('utf8', this.#lastStart, this.#rowStart - 1)
        return cellsOf(row, this.#delimiter)
    }

    /** Takes the last row back. */
    dropLast(): void {
        this.#at = this.#lastStart
        this.#rowStart = this.#at
        this.#rows -= 1
        this.#lines = this.#lastLines
        this.#rowLines = this.#lines
    }

    /** Rows so far. */
    get rows(): number {
        return this.#rows
    }

    /** The line on which the last row begins, counted from 1. */
    get lastLine(): number {
        return this.#lastLines + 1
    }

    /** Lines so far: a text may run over several. */
    get lines(): number {
        return this.#lines
    }

    /** All of it. */
    bytes(): Buffer {
        return this.#buffer.subarray(0, this.#at)
    }

    #grouped(value: number): void {
        if (value < 1000) {
            this.#digits(value)
            return
        }
        const high = Math.floor(value / 1000)
        this.#grouped(high)
        const rest = value - high * 1000
        this.#buffer[this.#at++] = comma
        this.#buffer[this.#at++] = zero + ((rest / 100) | 0)
        this.padded(rest % 100, 2)
    }

    #room(bytes: number): void {
        if (this.#at + bytes < this.#buffer.length) return
        const size = Math.max(this.#buffer.length * 2, this.#at + bytes)
        const larger = Buffer.allocUnsafeSlow(size)
        this.#buffer.copy(larger, 0, 0, this.#at)
        this.#buffer = larger
    }

    /** A number below 2^31, two digits at a time from its end. */
    #digits(value: number): void {
        const buffer = this.#buffer
        let rest = value | 0
        let at = this.#at + digitsOf(rest)
        this.#at = at
        while (rest >= 100) {
            const hundreds = (rest / 100) | 0
            const pair = (rest - hundreds * 100) * 2
            buffer[--at] = pairs[pair + 1] ?? 0
            buffer[--at] = pairs[pair] ?? 0
            rest = hundreds
        }
        if (rest < 10) buffer[at - 1] = zero + rest
        else {
            buffer[at - 1] = pairs[rest * 2 + 1] ?? 0
            buffer[at - 2] = pairs[rest * 2] ?? 0
        }
    }
}

/** 00 to 99. */
const pairs = Uint8Array.from({ length: 200 }, (_, at) =>
    at % 2 === 0 ? zero + Math.floor(at / 20) : zero + (Math.floor(at / 2) % 10),
)

function digitsOf(value: number): number {
    if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4
    if (value < 1_000_000) return value < 100_000 ? 5 : 6
    if (value < 100_000_000) return value < 10_000_000 ? 7 : 8
    return value < 1_000_000_000 ? 9 : 10
}

/** A row cut into its values. */
function cellsOf(row: string, delimiter: string): readonly string[] {
    const cells: string[] = []
    let cell = ''
    let isQuoted = false
    for (let at = 0; at < row.length; at++) {
        const letter = row.charAt(at)
        if (letter === '"') {
            const isDoubled = isQuoted && row.charAt(at + 1) === '"'
            if (isDoubled) cell += row.charAt(at++)
            else isQuoted = !isQuoted
        } else if (letter === delimiter && !isQuoted) {
            cells.push(cell)
            cell = ''
        } else cell += letter
    }
    return [...cells, cell]
}
