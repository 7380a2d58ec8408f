import {
    creditCharacters,
    creditWeights,
    organisationChecks,
    organisationWeights,
} from '#sources/check-characters.ts'
import { foldText, isMasked } from '../forms/fold-text.ts'
import { isFillerNumber, isPlaceholderWord } from '../forms/placeholders.ts'
import { simplify } from '../forms/simplify.ts'
import { type Forms, type Kind, level } from '../kind.ts'

/** Unified social credit codes (GB 32100) and the codes that went before them. */
export const creditCode: Kind = {
    columnsMax: 1,
    forms: ['number', 'organisation', 'proven'],
    read: readCreditCode,
    levels: [
        level('exact', { equal: 'number' }, 'number'),
        level('same_organisation', { equal: 'organisation' }, 'organisation'),
        level('one_character_off', { edits: 'number', max: 1 }),
    ],
}

/** The last character over the 17 before it: weights 3ⁱ modulo 31 (GB 32100). */
export function creditCheckCharacter(body: string): string {
    const sum = creditWeights.reduce(
        (total, weight, at) => total + weight * creditCharacters.indexOf(body.charAt(at)),
        0,
    )
    return creditCharacters.charAt((31 - (sum % 31)) % 31)
}

/** The check character of eight characters of an organisation code (GB 11714). */
export function organisationCheckCharacter(body: string): string {
    const all = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    const sum = organisationWeights.reduce(
        (total, weight, at) => total + weight * all.indexOf(body.charAt(at)),
        0,
    )
    return organisationChecks.charAt(sum % 11)
}

/** What a text says as a credit code. */
export type CreditNumber = {
    readonly number: string
    /** Characters 9 to 17: the organisation code. */
    readonly organisation: string
    /** Whether both check characters are right: of the whole and of the organisation code. */
    readonly isValid: boolean
}

/** Reads a code in capitals without blanks; null where it has not the shape of one. */
export function parseCreditCode(text: string): CreditNumber | null {
    if (!/^[0-9ANY][0-9A-HJ-NP-RT-UW-Y]\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}$/.test(text)) return null
    const organisation = text.slice(8, 17)
    const isValid =
        creditCheckCharacter(text.slice(0, 17)) === text.charAt(17) &&
        organisationCheckCharacter(organisation.slice(0, 8)) === organisation.charAt(8)
    return { number: text, organisation, isValid }
}

function readCreditCode(text: string): Forms | null {
    const folded = foldText(text)
    if (isMasked(folded) || isPlaceholderWord(simplify(folded))) return null
    const plain = folded.replaceAll(/[^0-9A-Z]/g, '')
    if (plain === '' || isFillerNumber(plain) || isFillerNumber(plain.slice(0, -1))) return null
    const code = parseCreditCode(plain)
    if (code !== null) {
        const { number, organisation, isValid } = code
        return { number, organisation, proven: isValid ? number : null }
    }
    const isOrganisation = /^[0-9A-Z]{8}[0-9X]$/.test(plain)
    return { number: plain, organisation: isOrganisation ? plain : null, proven: null }
}
