import type { FileFormat } from './contract.ts'

/** The values of one record, unquoted; the record comes without its line end. */
export function splitRecord(
    text: string,
    { delimiter, quote }: Pick<FileFormat, 'delimiter' | 'quote'>,
): readonly string[] {
    const values: string[] = []
    let rest = text
    for (;;) {
        const { value, length } = firstValue(rest, { delimiter, quote })
        values.push(value)
        if (length >= rest.length) return values
        rest = rest.slice(length + 1)
        if (rest === '') return [...values, '']
    }
}

function firstValue(
    text: string,
    { delimiter, quote }: Pick<FileFormat, 'delimiter' | 'quote'>,
): { readonly value: string; readonly length: number } {
    const spaces = text.length - text.trimStart().length
    if (quote === null || text[spaces] !== quote) {
        const end = text.indexOf(delimiter)
        const length = end === -1 ? text.length : end
        return { value: text.slice(0, length), length }
    }
    let value = ''
    let at = spaces + 1
    while (at < text.length) {
        const letter = text[at]
        if (letter === quote && text[at + 1] !== quote) break
        if (letter === quote) at++
        value += text[at] ?? ''
        at++
    }
    const end = text.indexOf(delimiter, at)
    return { value, length: end === -1 ? text.length : end }
}
