import { residentChecks, residentWeights } from '#sources/check-characters.ts'
import { foldText, isMasked } from '../forms/fold-text.ts'
import { isFillerNumber, isPlaceholderWord } from '../forms/placeholders.ts'
import { simplify } from '../forms/simplify.ts'
import { type Forms, type Kind, level } from '../kind.ts'
import { isCalendarDay } from './calendar-day.ts'

/** The numbers of resident identity cards, 18 digits and the old 15 (GB 11643). */
export const residentId: Kind = {
    columnsMax: 1,
    forms: ['number', 'body', 'first_14', 'old', 'proven', 'birth_day', 'sex'],
    read: readResidentId,
    levels: [
        level('exact', { equal: 'number' }, 'number'),
        // One card wrongly typed; two cards that are both in order differ in two digits at least.
        level('one_digit_off', {
            any: [
                { edits: 'number', max: 1 },
                { all: [{ some: 'old' }, { differ: 'first_14' }, { edits: 'body', max: 1 }] },
            ],
        }),
        level('same_birth_and_place', { equal: 'first_14' }),
    ],
}

/** The check digit of the first 17 digits: ISO 7064 MOD 11-2 as GB 11643 has it. */
export function residentCheckDigit(body: string): string {
    const sum = residentWeights.reduce(
        (total, weight, at) => total + weight * Number(body.charAt(at)),
        0,
    )
    return residentChecks.charAt(sum % 11)
}

/** What a text says as a resident ID. */
export type ResidentNumber = {
    /** 18 characters; an old number with the century 19 and its check digit. */
    readonly number: string
    readonly isOld: boolean
    /** Whether its date is one of the calendar and its check digit, if it has one, is right. */
    readonly isValid: boolean
}

/**
 * Reads a resident ID in capitals without blanks; null where it has not the shape of one. An area
 * that no list has is no fault, as areas change.
 */
export function parseResidentId(text: string): ResidentNumber | null {
    if (/^\d{15}$/.test(text)) {
        const body = `${text.slice(0, 6)}19${text.slice(6)}`
        const number = body + residentCheckDigit(body)
        return { number, isOld: true, isValid: isCalendarDay(number.slice(6, 14)) }
    }
    if (!/^\d{17}[\dX]$/.test(text)) return null
    const isChecked = residentCheckDigit(text.slice(0, 17)) === text.charAt(17)
    return { number: text, isOld: false, isValid: isChecked && isCalendarDay(text.slice(6, 14)) }
}

function readResidentId(text: string): Forms | null {
    const folded = foldText(text)
    if (isMasked(folded) || isPlaceholderWord(simplify(folded))) return null
    const plain = folded.replaceAll(/[^0-9A-Z]/g, '')
    if (plain === '' || isFillerNumber(plain) || isFillerNumber(plain.slice(0, -1))) return null
    const resident = parseResidentId(plain)
    if (resident === null) return { ...unread, number: plain }
    const { number, isOld, isValid } = resident
    // Nobody lives who was born on the day that systems write for none.
    if (number.slice(6, 14) === '19000101') return null
    return {
        number,
        body: number.slice(0, 17),
        first_14: isCalendarDay(number.slice(6, 14)) ? number.slice(0, 14) : null,
        old: isOld ? 'old' : null,
        proven: isValid && !isOld ? number : null,
        birth_day: isCalendarDay(number.slice(6, 14)) ? number.slice(6, 14) : null,
        sex: Number(number.charAt(16)) % 2 === 1 ? 'M' : 'F',
    }
}

/** A number of another shape is compared as it stands. */
const unread: Forms = {
    ...{ number: null, body: null, first_14: null, old: null, proven: null },
    ...{ birth_day: null, sex: null },
}
