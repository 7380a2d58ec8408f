import { isFillerNumber } from '../forms/placeholders.ts'
import { defaultDays } from '../kinds/birth-date.ts'
import { parseCreditCode } from '../kinds/credit-code.ts'
import { parseResidentId } from '../kinds/resident-id.ts'
import { emptySigns, fillerPhones, fillerWords } from './filler-words.ts'
import type { PartyField } from './party-fields.ts'

/** The longest text that is told from a longer one, in characters. */
export const lengthMax = 9999

/** Signs that numbers are written with. */
export const numberSigns = ' -().+'

/** Signs within a number that say nothing, by its field. */
export const idleSigns = { id_number: ' -', phone: ' -()' } as const

/** Blanks around it do not count. */
function trimmed(text: string): string {
    return text.replaceAll(/^ +| +$/g, '')
}

function without(text: string, signs: string): string {
    return [...text].filter((sign) => !signs.includes(sign)).join('')
}

/** Whether a text begins with a Chinese character: what a card spells in pinyin does not. */
export function isChinese(text: string): boolean {
    const code = trimmed(text).codePointAt(0) ?? 0
    return (code >= 0x3400 && code <= 0x9fff) || (code >= 0x20000 && code <= 0x323af)
}

/** How many characters a text has, at most {@link lengthMax}. */
export function lengthOf(text: string): number {
    return Math.min([...trimmed(text)].length, lengthMax)
}

/** Whether a value stands where nothing is known: 无, 13800000000, 1900-01-01, or is hidden. */
export function isFiller(field: PartyField, value: string): boolean {
    if (field === 'birth_date') return defaultDays.has(value.replaceAll('-', ''))
    const [first = ''] = trimmed(value)
    if (value.includes('*') || emptySigns.includes(first)) return true
    if (fillerWords.includes(`|${trimmed(value).toUpperCase()}|`)) return true
    const number = without(value, numberSigns)
    if (field === 'phone') return fillerPhones.includes(number) || isFillerNumber(number)
    return field === 'id_number' && isFillerNumber(number)
}

/**
 * Whether a number is in order: a resident ID (GB 11643) or a unified social credit code
 * (GB 32100) by its check characters, a phone by its shape. What only fills the field never is:
 * the check character of nothing but zeros is a zero.
 */
export function isValid(field: PartyField, value: string): boolean {
    if (isFiller(field, value)) return false
    if (field === 'phone') return isPhone(value)
    const number = without(value, idleSigns.id_number).toUpperCase()
    if (number.length !== 18) return false
    return parseResidentId(number)?.isValid === true || parseCreditCode(number)?.isValid === true
}

/** A mobile number or a line with its area code, or one of another country after a plus. */
function isPhone(value: string): boolean {
    const written = without(value, idleSigns.phone)
    if (/^\+\d{8,15}$/.test(written)) return true
    const isLong = written.length === 13 && written.startsWith('86')
    const local = written.startsWith('0086') ? written.slice(4) : written.slice(isLong ? 2 : 0)
    return /^1[3-9]\d{9}$/.test(local) || /^0[1-9]\d{8,10}$/.test(local)
}
