import { type DraftNote, doubt, reason } from '#sources/draft.ts'
import { foldHeading, headingSays } from '#sources/draft-words.ts'
import type { KindId } from '../kinds.ts'
import { formsOf } from '../level-of.ts'

/** A column of a table that nobody has described yet. */
export type SampledColumn = {
    readonly name: string
    /** Values of rows taken at random, as they stand; blank ones are empty texts. */
    readonly samples: readonly string[]
}

/** What a column is taken for: the kind of its values, or null where it is not compared. */
export type DraftedKind = { readonly kind: KindId | null; readonly note: DraftNote }

/** Shares of the values from which on they decide, and from which on they support a heading. */
const nearlyAll = 0.9
/** A few rows delivered twice make no key of the rows something else. */
const unlike = 0.98
const half = 0.5
const some = 0.01

/** A column is empty, or names rows or what they should become, or is of some kind. */
export function draftKind({ name, samples }: SampledColumn): DraftedKind {
    const values = samples.map((one) => one.trim()).filter((one) => one !== '')
    if (values.length === 0) return { kind: null, note: doubt('identity.draft.left_empty') }
    if (isTruth(name)) return { kind: null, note: doubt('identity.draft.left_truth') }
    const seen = byValues(values)
    if (seen !== null) {
        const note = reason('identity.draft.by_values', { kind: seen })
        return { kind: seen, note }
    }
    const distinct = new Set(values).size
    const isNumbered = headingSays(name, 'identifier') && !headingSays(name, 'id_number')
    const isPlaced = headingSays(name, 'address') || headingSays(name, 'phone')
    if (isNumbered && !isPlaced && distinct >= values.length * unlike) {
        return { kind: null, note: reason('identity.draft.left_key') }
    }
    if (isFigure(name, values)) {
        return { kind: null, note: reason('identity.draft.left_figure') }
    }
    const headed = byHeading(name, values)
    if (headed !== null) {
        return { kind: headed, note: reason('identity.draft.by_heading', { kind: headed }) }
    }
    const kind = otherKind(values)
    return { kind, note: doubt('identity.draft.by_default', { kind }) }
}

/** What an evaluation reads must not be compared. */
function isTruth(name: string): boolean {
    return /_(?:cluster|truth|label|entity|match|group)(?:_id)?_$/.test(foldHeading(name))
}

/** Amounts, counts, and yes or no tell nobody from others. */
function isFigure(name: string, values: readonly string[]): boolean {
    const isFlag = values.every((one) => /^(?:true|false|yes|no|y|n|[01]|是|否)$/i.test(one))
    const isNumber = values.every((one) => /^-?[\d,]+(?:\.\d+)?$/.test(one))
    const isMoney = headingSays(name, 'money') || headingSays(name, 'count')
    const isDecimal = values.some((one) => /\.\d/.test(one))
    return (isFlag && !headingSays(name, 'sex')) || (isNumber && (isMoney || isDecimal))
}

function shareOf(values: readonly string[], holds: (value: string) => boolean): number {
    return values.filter(holds).length / values.length
}

/** Kinds whose values are told by their form alone. */
function byValues(values: readonly string[]): KindId | null {
    const share = (holds: (value: string) => boolean): boolean =>
        shareOf(values, holds) >= nearlyAll
    if (share((one) => /^[^@\s]+@[^@\s]*$/.test(one))) return 'email'
    const isCard = (one: string): boolean =>
        (formsOf('resident_id', one)?.first_14 ?? null) !== null
    const isCode = (one: string): boolean => (formsOf('credit_code', one)?.proven ?? null) !== null
    if (share((one) => isCard(one) || isCode(one))) {
        const cards = shareOf(values, isCard)
        const codes = shareOf(values, isCode)
        if (Math.min(cards, codes) >= some) return 'identity_document'
        return cards > codes ? 'resident_id' : 'credit_code'
    }
    if (share((one) => (formsOf('phone', one)?.mobile ?? null) !== null)) return 'phone'
    const isFirm = /公司|集团|集團|商行|合作社|\b(?:ltd|inc|llc|corp|gmbh)\b/i
    if (shareOf(values, (one) => isFirm.test(one)) >= half) return 'company_name'
    return null
}

const given = /_(?:given|first|fore)_?name_/
const family = /_(?:surname|last_?name|family_?name)_/

/** Whether a heading names given names, or surnames; null where it names neither. */
export function namePartOf(heading: string): 'given' | 'family' | null {
    const folded = foldHeading(heading)
    if (given.test(folded) || /^名$/.test(heading)) return 'given'
    return family.test(folded) || /^姓$/.test(heading) ? 'family' : null
}

function byHeading(name: string, values: readonly string[]): KindId | null {
    const isHan = shareOf(values, (one) => /\p{Script=Han}/u.test(one)) >= half
    const isDated = shareOf(values, (one) => formsOf('date', one) !== null) >= half
    const folded = foldHeading(name)
    if (namePartOf(name) !== null) return isHan ? 'person_name' : 'latin_name'
    if (isDated && headingSays(name, 'birth')) return 'birth_date'
    if (isDated && (headingSays(name, 'date') || values.every((one) => /\D/.test(one)))) {
        return 'date'
    }
    if (headingSays(name, 'id_number')) return isHan ? null : digitsKind(values)
    if (headingSays(name, 'sex')) return 'sex'
    if (headingSays(name, 'email')) return 'email'
    if (headingSays(name, 'phone')) return 'phone'
    if (/_(?:employer|company)_|单位|單位|雇主/.test(folded)) return 'employer'
    if (/_(?:post_?code|zip|zip_?code|postal_?code)_|邮编|邮政编码|郵遞/.test(folded)) {
        return 'postcode'
    }
    if (headingSays(name, 'address') && isHan) return 'address'
    if (headingSays(name, 'address')) return otherKind(values)
    if (headingSays(name, 'person_name') || headingSays(name, 'name')) return 'person_name'
    return null
}

function digitsKind(values: readonly string[]): KindId {
    const isLettered = shareOf(values, (one) => /^[A-Z]{1,2}\d{6,9}/i.test(one)) >= half
    return isLettered ? 'permit' : 'code'
}

/** Numbers are copied digit by digit, words are misspelt, and a few words are chosen. */
function otherKind(values: readonly string[]): KindId {
    if (shareOf(values, (one) => /^[\d\s./-]+[a-z]?$/i.test(one)) >= half) return 'code'
    const isChosen = values.length >= 100 && new Set(values).size <= 12
    return isChosen ? 'exact' : 'text'
}
