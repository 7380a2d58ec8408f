import type { FileFormat } from './contract.ts'
import { splitRecord } from './split-record.ts'

/** Delimiter and quote that fit the first records of a text best, and how well. */
export type DraftFormat = {
    readonly delimiter: string
    readonly quote: string | null
    /** Columns of most records; 1 where nothing holds values apart. */
    readonly columns: number
    /** Records looked at, and how many of them have that many columns. */
    readonly records: number
    readonly even: number
}

type Words = Pick<FileFormat, 'delimiter' | 'quote'>

const delimiters = [',', '\t', ';', '|', '^', '~', '\u0001', ' ', ':', '#', '!'] as const
/** Blanks and colons stand in values too: they are believed only where all records agree. */
const unlikely = new Set([' ', ':', '#', '!'])
const quotes = ['"', "'"] as const

/**
 * Finds what holds the values of a text apart. The text is the beginning of a file; `isWhole` says
 * that nothing follows, else its last record is left out as it may be cut short.
 */
export function draftFormat(text: string, { isWhole }: { readonly isWhole: boolean }): DraftFormat {
    const found = delimiters.flatMap((delimiter) =>
        [...quotes, null].map((quote) => judge(text, { delimiter, quote, isWhole })),
    )
    const fit = found.filter(({ columns, delimiter, even, records }) => {
        const least = unlikely.has(delimiter) ? records : records * 0.9
        return columns > 1 && even >= least
    })
    const best = fit.reduce<Judged | null>((one, other) => better(one, other), null)
    if (best !== null) return best
    const single = judge(text, { delimiter: ',', quote: '"', isWhole })
    return { ...single, columns: 1, even: single.records }
}

type Judged = DraftFormat & { readonly isQuoteUsed: boolean }

/** More records that agree; then a quote that is in use; then more columns; then the usual. */
function better(one: Judged | null, other: Judged): Judged {
    if (one === null) return other
    const share = (of: Judged): number => of.even / of.records
    if (Math.abs(share(one) - share(other)) > 0.02) return share(one) > share(other) ? one : other
    if (unlikely.has(one.delimiter) !== unlikely.has(other.delimiter)) {
        return unlikely.has(one.delimiter) ? other : one
    }
    if (one.delimiter !== other.delimiter) return one.columns >= other.columns ? one : other
    return one.isQuoteUsed || !other.isQuoteUsed ? one : other
}

function judge(text: string, { isWhole, ...words }: Words & { readonly isWhole: boolean }): Judged {
    const { records, isQuoteUsed } = draftRecords(text, { ...words, isWhole })
    const counts = new Map<number, number>()
    for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1)
    const [columns = 1, even = 0] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? []
    return { ...words, columns, records: records.length, even, isQuoteUsed }
}

/** The values of the first records; blank lines are none. */
export function draftRecords(
    text: string,
    { delimiter, quote, isWhole }: Words & { readonly isWhole: boolean },
): { readonly records: readonly (readonly string[])[]; readonly isQuoteUsed: boolean } {
    const raw = rawRecords(text, { delimiter, quote, isWhole })
    const isQuoteUsed =
        quote !== null &&
        raw.some((one) => one.startsWith(quote) || one.includes(`${delimiter}${quote}`))
    return { records: raw.map((one) => splitRecord(one, { delimiter, quote })), isQuoteUsed }
}

/** Which columns of the first records are quoted wherever they are not empty. */
export function quotedColumns(
    text: string,
    words: Words & { readonly isWhole: boolean },
): readonly boolean[] {
    const { quote, delimiter } = words
    if (quote === null) return []
    const found: boolean[] = []
    for (const record of rawRecords(text, words).slice(1)) {
        let at = 0
        for (const [index, value] of splitRecord(record, words).entries()) {
            const isQuoted = record[at] === quote
            if (value !== '') found[index] = (found[index] ?? true) && isQuoted
            const doubled = isQuoted ? value.split(quote).length - 1 + 2 : 0
            at += value.length + doubled + delimiter.length
        }
    }
    return found
}

function rawRecords(
    text: string,
    { delimiter, quote, isWhole }: Words & { readonly isWhole: boolean },
): readonly string[] {
    const records: string[] = []
    let begin = 0
    let isOpen = false
    for (let at = 0; at < text.length; at++) {
        const letter = text[at]
        if (quote !== null && letter === quote) {
            // A quote opens at the very beginning of a value only; doubled ones close and reopen.
            if (isOpen) isOpen = false
            else isOpen = at === begin || text[at - 1] === delimiter || text[at - 1] === quote
        } else if (letter === '\n' && !isOpen) {
            records.push(text.slice(begin, at).replace(/\r$/, ''))
            begin = at + 1
        }
    }
    if (isWhole && begin < text.length) records.push(text.slice(begin).replace(/\r$/, ''))
    return records.filter((one) => one !== '')
}
