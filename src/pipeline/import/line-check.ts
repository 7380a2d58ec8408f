import { createLinePlaces } from './line-places.ts'
import {
    createShapeCheck,
    type ShapeCheck,
    type ShapedText,
    type TextShape,
} from './shape-check.ts'

/** A check of shape that may have to be made again, record by record. */
export type LineCheck = ShapeCheck & {
    /** Whether something went by that only a look at each record can judge. */
    isDoubtful(): boolean
}

/** So much of a text is looked at record by record. */
const headBytes = 1 << 16

const lineFeed = 10
const carriageReturn = 13

/**
 * Checks the head of a text record by record and, where each of its lines is one, only counts the
 * lines of the rest, which takes a tenth of the time. The count stands for the records
 * (`isCounted`) once the engine, which reads none but whole ones, has read as many: no record is
 * shorter than a line, so then each is exactly one. What the engine is kinder about than we are,
 * spaces beside quotes and line ends of another kind, makes the text doubtful.
 */
export function createLineCheck(text: ShapedText): LineCheck {
    const exact = createShapeCheck(text)
    const lines = createLineCount(text.format)
    let head: TextShape | null = null
    let looked = 0
    const look = (bytes: Uint8Array): boolean => {
        looked += bytes.length
        if (!exact.push(bytes)) return false
        if (looked >= headBytes) head = regularHead(exact, text)
        return true
    }
    const push = (bytes: Uint8Array): boolean => {
        lines.push(bytes)
        if (head !== null) return true
        // Only the first piece is cut in two: behind an irregular head all is looked at.
        const cut = looked === 0 ? bytes.indexOf(lineFeed, headBytes) + 1 : 0
        if (cut === 0) return look(bytes)
        if (!look(bytes.subarray(0, cut))) return false
        return head === null ? look(bytes.subarray(cut)) : true
    }
    return {
        ...exact,
        push,
        line: () => (head === null ? exact.line() : lines.ended() + 1),
        end: () => {
            if (head === null) exact.end()
        },
        isDoubtful: () => head !== null && !exact.isStopped() && lines.isDoubtful(),
        result: () => {
            if (head === null || exact.isStopped()) return exact.result()
            const records = lines.all() - (text.hasHeader ? 1 : 0)
            const known = { isLineByLine: true, isCounted: true, places: lines.places() }
            return { ...head, records, ...known }
        },
    }
}

/** What is known of a text behind its head; null where not each of its lines is a whole record. */
function regularHead(exact: ShapeCheck, { table, format }: ShapedText): TextShape | null {
    const found = exact.result()
    const isClean = found.readable && found.broken === 0 && found.failures.length === 0
    const isPlain = found.isLineByLine === true && !found.beginsBlank && found.records > 0
    // A blank line is a record of one column; a delimiter may be what stands beside quotes.
    const isTold = table.columns.length > 1 && format.delimiter !== ' '
    return isClean && isPlain && isTold ? found : null
}

/** Counts line ends and looks for what makes a text doubtful, without a look at each byte. */
function createLineCount({ quote }: ShapedText['format']) {
    const odd = quote === null ? [] : [Buffer.from(` ${quote}`), Buffer.from(`${quote} `)]
    const seen = { bytes: 0, lineFeeds: 0, returns: 0, pairs: 0, isOpen: false, isOdd: false }
    const places = createLinePlaces()
    const countReturns = (bytes: Buffer): void => {
        let at = bytes.indexOf(carriageReturn)
        while (at !== -1) {
            seen.returns++
            if (bytes[at + 1] === lineFeed) seen.pairs++
            at = bytes.indexOf(carriageReturn, at + 1)
        }
    }
    return {
        push: (piece: Uint8Array): void => {
            const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
            if (bytes.length > 0) seen.isOpen = bytes.at(-1) !== lineFeed
            let at = bytes.indexOf(lineFeed)
            while (at !== -1) {
                seen.lineFeeds++
                places.note(seen.lineFeeds, seen.bytes + at + 1)
                at = bytes.indexOf(lineFeed, at + 1)
            }
            seen.bytes += bytes.length
            countReturns(bytes)
            seen.isOdd ||= odd.some((pair) => bytes.includes(pair))
        },
        ended: (): number => seen.lineFeeds,
        places: places.result,
        all: (): number => seen.lineFeeds + (seen.isOpen ? 1 : 0),
        isDoubtful: (): boolean => {
            const { lineFeeds, returns, pairs, isOdd } = seen
            return isOdd || returns !== pairs || (returns > 0 && returns !== lineFeeds)
        },
    }
}
