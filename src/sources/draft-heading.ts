/** The first record of a file, judged: does it name the columns? */
export type DraftHeading = {
    readonly header: 'names' | 'none'
    /** One a column; made up where the file has none. */
    readonly names: readonly string[]
    /** Whether it could be otherwise. */
    readonly isDoubtful: boolean
}

const value = /^[\s+-]*[¥￥(]?[\d０-９][\d０-９.,:/\-年月日%\s]*[)元万亿%]?$/
const headingLettersMax = 60

/**
 * Judges whether the first record of a file is its heading. It is one where some column holds
 * numbers or days below a word; it is none where it holds such values itself. Between words only,
 * a heading repeats nothing and its words do not come back in their own columns.
 */
export function draftHeading(records: readonly (readonly string[])[]): DraftHeading {
    const [first = [], ...rest] = records
    const made = first.map((_, index) => `column_${index + 1}`)
    const none = { header: 'none', names: made } as const
    const names = { header: 'names', names: first } as const
    const isValue = (text: string): boolean => value.test(text)
    if (rest.length === 0) {
        const isHeading = !first.some(isValue)
        return { ...(isHeading ? names : none), isDoubtful: true }
    }
    const below = first.map((_, index) => rest.map((row) => (row[index] ?? '').trim()))
    const typed = below.map((texts) => {
        const present = texts.filter((text) => text !== '')
        return present.length > 0 && present.filter(isValue).length / present.length > 0.9
    })
    const words = first.filter((text, index) => typed[index] === true && !isValue(text.trim()))
    const numbers = first.filter((text, index) => typed[index] === true && isValue(text.trim()))
    const named = words.filter((text) => text.trim() !== '')
    if (named.length > 0 && named.length >= numbers.length) {
        return { ...names, isDoubtful: numbers.length > 0 }
    }
    if (numbers.length > 0) return { ...none, isDoubtful: named.length > 0 }
    const isHeading = first.every((text, index) => {
        const word = text.trim()
        const isShort = word !== '' && word.length <= headingLettersMax && !isValue(word)
        return isShort && below[index]?.includes(word) === false
    })
    const isDistinct = new Set(first).size === first.length
    return { ...(isHeading && isDistinct ? names : none), isDoubtful: true }
}

/** Headings that stand more than once, and where: `phone` in columns 3 and 7. */
export function repeatedHeadings(
    names: readonly string[],
): readonly { readonly name: string; readonly columns: readonly number[] }[] {
    const places = new Map<string, number[]>()
    for (const [index, name] of names.entries()) {
        places.set(name, [...(places.get(name) ?? []), index + 1])
    }
    return [...places]
        .filter(([name, columns]) => name.trim() !== '' && columns.length > 1)
        .map(([name, columns]) => ({ name, columns }))
}
