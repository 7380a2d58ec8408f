import type { PiiClass } from './contract.ts'

const shownMax = 60

/** Two or three codes can be told by their first letter, or by how long they are. */
const withheld = '***'

/**
 * A value as a message may show it: nothing of a sensitive trait, other personal data with all but
 * its first and last character hidden, other values cut at 60 characters.
 */
export function maskValue(value: string, pii: PiiClass | null): string {
    if (pii === 'sensitive') return withheld
    const letters = [...value]
    if (pii === null) {
        return letters.length > shownMax ? `${letters.slice(0, shownMax).join('')}…` : value
    }
    if (letters.length <= 2) return '*'.repeat(letters.length)
    const hidden = '*'.repeat(Math.min(letters.length - 2, shownMax))
    return `${letters[0]}${hidden}${letters[letters.length - 1]}`
}

/** The same of a text of SQL, null where that is null, in the words of DuckDB. */
export function maskedSql(text: string, pii: PiiClass | null): string {
    if (pii === 'sensitive') return `case when ${text} is not null then '${withheld}' end`
    if (pii === null) {
        const cut = `substring(${text}, 1, ${shownMax}) || '…'`
        return `case when length(${text}) > ${shownMax} then ${cut} else ${text} end`
    }
    const hidden = `repeat('*', least(length(${text}) - 2, ${shownMax}))`
    return (
        `case when length(${text}) <= 2 then repeat('*', length(${text})) ` +
        `else substring(${text}, 1, 1) || ${hidden} || substring(${text}, -1, 1) end`
    )
}
