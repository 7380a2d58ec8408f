import type { PiiClass } from './contract.ts'
import { type ColumnFacts, type DraftNote, doubt, reason } from './draft.ts'
import { type HeadingWord, headingSays, headingWords } from './draft-words.ts'

/** How many texts of a column have the form of each kind of personal data. */
export type PiiCounts = {
    readonly phones: number
    /** Resident IDs of 18 digits with the right check digit, and of 15 with a right birth date. */
    readonly residentIds: number
    readonly emails: number
    /** Runs of 16 to 19 digits whose check digit is that of a payment card. */
    readonly cards: number
    /** Two to four Chinese characters, the first of which is a common surname. */
    readonly chineseNames: number
}

/** What personal data a column holds, and why it is thought so. */
export type DraftPii = { readonly pii: PiiClass | null; readonly notes: readonly DraftNote[] }

/** Values decide where nearly all of them agree; names are many things, so fewer will do. */
const nearlyAll = 0.9
const most = 0.6

const byHeading: readonly (readonly [HeadingWord, PiiClass])[] = [
    ['id_number', 'id_number'],
    ['birth', 'birth_date'],
    ['email', 'email'],
    ['phone', 'phone'],
    ['address', 'address'],
    ['person_name', 'name'],
    ['trait', 'sensitive'],
]

/**
 * What personal data a column holds, by its values first (GB 11643 check digits, mobile numbers,
 * surnames) and then by its heading.
 */
export function draftPii(
    name: string,
    {
        facts,
        counts,
        file,
    }: { readonly facts: ColumnFacts; readonly counts: PiiCounts; readonly file: string },
): DraftPii {
    const { present, distinct } = facts
    if (present === 0) return { pii: null, notes: [] }
    const holds = (count: number, share: number): boolean => count >= present * share && count > 0
    const found = (pii: PiiClass, key: string, count: number): DraftPii => ({
        pii,
        notes: [reason(key, { count, present })],
    })
    if (holds(counts.residentIds, nearlyAll)) {
        return found('id_number', 'sources.draft.resident_ids', counts.residentIds)
    }
    if (holds(counts.phones, nearlyAll) && !headingSays(name, 'identifier')) {
        return found('phone', 'sources.draft.phones', counts.phones)
    }
    if (holds(counts.emails, nearlyAll)) {
        return found('email', 'sources.draft.emails', counts.emails)
    }
    if (holds(counts.cards, nearlyAll) && distinct > 10) {
        return {
            pii: null,
            notes: [doubt('sources.draft.cards', { count: counts.cards, present })],
        }
    }
    const isName = headingSays(name, 'name') || headingSays(name, 'person_name')
    if (holds(counts.chineseNames, most) && (isName || distinct > 50)) {
        return found('name', 'sources.draft.chinese_names', counts.chineseNames)
    }
    const said =
        byHeading.find(([word]) => headingSays(name, word)) ??
        (headingSays(name, 'name') && isOfPeople(file) ? (['name', 'name'] as const) : undefined)
    // Two values are a yes or a no about a telephone, not telephones.
    const isTold = said !== undefined && (distinct > 2 || said[1] === 'sensitive')
    if (!isTold) return { pii: null, notes: [] }
    return { pii: said[1], notes: [doubt('sources.draft.pii_heading', { pii: said[1] })] }
}

const people = ['customer', 'person', 'people', 'holder', 'staff', 'member', 'contact', 'employee']

/** In a file of people a plain name is that of a person. */
function isOfPeople(file: string): boolean {
    return headingWords(file).some((word) => people.includes(word))
}
