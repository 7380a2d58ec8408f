import { foldText, isMasked } from '../forms/fold-text.ts'
import { isFillerNumber, isPlaceholderWord } from '../forms/placeholders.ts'
import { simplify } from '../forms/simplify.ts'
import { columnJoint, type Forms, type Kind, level } from '../kind.ts'

/**
 * Telephone numbers of mainland China, Hong Kong, Macao and Taiwan, mobile or not; others. `other`
 * is a second one: of the same field, or of a second column such as that of former numbers.
 */
export const phone: Kind = {
    columnsMax: 2,
    forms: ['number', 'local', 'area', 'mobile', 'other'],
    read: readPhone,
    levels: [
        level('exact', { equal: 'number' }, 'number'),
        // A landline of which one side has no area code.
        level('same_line', { all: [{ equal: 'local' }, { lone: 'area' }] }, 'local'),
        level('other_number', { any: [{ crossed: ['number', 'other'] }, { equal: 'other' }] }),
        level('one_digit_off', { edits: 'number', max: 1 }),
    ],
}

/** Numbers that form fields and manuals show; 13800138000 is an operator's own. */
const shown = new Set(['13800138000', '13812345678', '13912345678', '12345678900', '13900139000'])

function readPhone(text: string): Forms | null {
    const [first, ...others] = text
        .split(columnJoint)
        .flatMap((one) => foldText(one).split(/[;,/、|]/))
        .map(readNumber)
        .filter((one) => one !== null)
    if (first === undefined) return null
    const other = others.find(({ number }) => number !== first.number)
    return other === undefined ? first : { ...first, other: other.number ?? null }
}

function readNumber(folded: string): Forms | null {
    if (isMasked(folded) || isPlaceholderWord(simplify(folded))) return null
    // An extension says nothing of a person.
    const [whole = ''] = folded.split(/转|轉|EXT|#|分机/)
    const line = whole.replace(/^(\(?0\d{2,3}\D{0,2}\d{7,8})-\d{1,6}$/, '$1')
    const dialled = line.replaceAll(/[^0-9+]/g, '')
    const elsewhere = /^(?:\+|00)(852|853|886)0?(\d{8,9})$/.exec(dialled)
    if (elsewhere !== null) {
        const [, area = '', local = ''] = elsewhere
        return isFillerNumber(local) ? null : numbered(`00${area}${local}`, { area, local })
    }
    const national = nationalDigits(dialled)
    if (national.length < 5) return null
    const mobile = /^0?(1[3-9]\d{9})$/.exec(national)?.[1]
    if (mobile !== undefined) return isMadeUp(mobile) ? null : numbered(mobile, { mobile })
    const landline = landlineOf(national)
    if (landline !== null) {
        const { area, local } = landline
        return isFillerNumber(local) ? null : numbered(`0${area}${local}`, { area, local })
    }
    if (isMadeUp(national)) return null
    // A line of which the area is not told; Taiwan's mobile numbers have a 0 in front.
    const local = national.replace(/^0/, '')
    return numbered(national, { local: local.length <= 9 ? local : null })
}

/** Without the country code; a landline behind one has its area without the 0. */
function nationalDigits(digits: string): string {
    const abroad = /^(?:\+|00)86(\d{9,12})$/.exec(digits)?.[1]
    if (abroad === undefined) {
        return digits.replace(/^86(?=1[3-9]\d{9}$)/, '').replaceAll('+', '')
    }
    return /^(?:10|2\d|[3-9]\d\d)[2-8]\d{6,7}$/.test(abroad) ? `0${abroad}` : abroad
}

function numbered(number: string, known: Partial<Forms>): Forms {
    return { number, local: null, area: null, mobile: null, other: null, ...known } as Forms
}

/** Two digits of area for 010 and 02x, three for the others; seven or eight digits of line. */
function landlineOf(digits: string): { readonly area: string; readonly local: string } | null {
    const match = /^0(10|2\d|[3-9]\d\d)([2-8]\d{6,7})$/.exec(digits)
    return match === null ? null : { area: match[1] ?? '', local: match[2] ?? '' }
}

function isMadeUp(number: string): boolean {
    return shown.has(number) || isFillerNumber(number) || isFillerNumber(number.slice(-8))
}
