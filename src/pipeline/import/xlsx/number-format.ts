/** What numbers of a format are. */
export type NumberKind = 'number' | 'date'

/**
 * Formats of dates and times that have a number only (ECMA-376 part 1, 18.8.30), those of Chinese,
 * Japanese and Korean workbooks included.
 */
const dateFormatRanges = [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
] as const

/** What the numbers are that a format shows; `code` is its text, null for one without. */
export function numberKind(id: number, code: string | null): NumberKind {
    if (code === null) {
        return dateFormatRanges.some(([from, to]) => id >= from && id <= to) ? 'date' : 'number'
    }
    const [first = ''] = code.replaceAll(/"[^"]*"|\\.|_.|\*./g, '').split(';')
    // Hours beyond a day are an amount of time, and so a number.
    if (/\[(h+|m+|s+)\]/i.test(first)) return 'number'
    return /[ymdhs]/i.test(first.replaceAll(/\[[^\]]*\]/g, '')) ? 'date' : 'number'
}
