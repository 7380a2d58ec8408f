import {
    creditCharacters,
    creditWeights,
    organisationChecks,
    organisationWeights,
    residentChecks,
    residentWeights,
} from '#sources/check-characters.ts'
import { literal } from '#sources/sql-text.ts'
import { defaultDays } from '../kinds/birth-date.ts'
import { emptySigns, fillerPhones, fillerWords } from './filler-words.ts'
import type { PartyField } from './party-fields.ts'
import { lengthMax, numberSigns } from './value-quality.ts'

/** A condition in SQL. */
type Condition = string

/**
 * Columns that the conditions on a number read, each made once a record and only where it is
 * weighed: `<value>_digits` and `<value>_plain`, without the signs that numbers are written with.
 */
export function writeNumberForms(
    value: string,
    { signs, when }: { readonly signs: string; readonly when: string },
): readonly string[] {
    return [
        `case when ${when} then ${without(value, numberSigns)} end as ${value}_digits`,
        `case when ${when} then upper(${without(value, signs)}) end as ${value}_plain`,
    ]
}

/** `isChinese` as a condition. */
export function writeIsChinese(text: string): Condition {
    const first = `substr(trim(${text}), 1, 1)`
    const between = (from: string, to: string): string =>
        `${first} between ${literal(from)} and ${literal(to)}`
    return `(${between('\u3400', '\u9fff')} or ${between('\u{20000}', '\u{323af}')})`
}

/** `lengthOf` as a number. */
export function writeLength(text: string): string {
    const length = `length(trim(${text}))`
    return `(case when ${length} > ${lengthMax} then ${lengthMax} else ${length} end)`
}

/** `isFiller` as a condition. */
export function writeIsFiller(field: PartyField, value: string): Condition {
    if (field === 'birth_date') {
        const days = [...defaultDays].map((day) =>
            literal(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`),
        )
        return `(cast(${value} as varchar) in (${days.join(', ')}))`
    }
    const common = [
        `strpos(${value}, '*') > 0`,
        `strpos(${literal(emptySigns)}, substr(trim(${value}), 1, 1)) > 0`,
        `strpos(${literal(fillerWords)}, '|' || upper(trim(${value})) || '|') > 0`,
    ]
    const number = `${value}_digits`
    const phones = `${number} in (${fillerPhones.map(literal).join(', ')})`
    const byField: Readonly<Partial<Record<PartyField, readonly string[]>>> = {
        phone: [phones, writeIsFillerNumber(number)],
        id_number: [writeIsFillerNumber(number)],
    }
    return `(${[...common, ...(byField[field] ?? [])].join(' or ')})`
}

function writeIsFillerNumber(number: string): Condition {
    const same = `replace(${number}, substr(${number}, 1, 1), '') = ''`
    const counting = ['01234567890123456789', '98765432109876543210'].map(
        (digits) => `strpos('${digits}', ${number}) > 0`,
    )
    return `(length(${number}) >= 4 and (${[same, ...counting].join(' or ')}))`
}

/** `isValid` as a condition. */
export function writeIsValid(field: PartyField, value: string): Condition {
    const number = `${value}_plain`
    const isReal = `not ${writeIsFiller(field, value)}`
    if (field === 'phone') return `(${isReal} and ${writeIsPhone(number)})`
    // Few numbers are no resident IDs: only those are looked at as credit codes.
    const isChecked =
        `(case when length(${number}) <> 18 then false ` +
        `when ${writeIsResident(number)} then true else ${writeIsCredit(number)} end)`
    return `(${isReal} and ${isChecked})`
}

function writeIsResident(number: string): Condition {
    const sum = writeSum(number, { from: 1, weights: residentWeights, letters: '0123456789' })
    const day = [
        `substr(${number}, 7, 4)`,
        `substr(${number}, 11, 2)`,
        `substr(${number}, 13, 2)`,
    ].join(` || '-' || `)
    return (
        `(case when ${writeIsDigits(`substr(${number}, 1, 17)`)} ` +
        `then substr('${residentChecks}', ${sum} % 11 + 1, 1) = substr(${number}, 18, 1) ` +
        `and substr(${number}, 7, 4) between '1800' and '2049' ` +
        `and try_cast(${day} as date) is not null else false end)`
    )
}

function writeIsCredit(number: string): Condition {
    const sum = writeSum(number, { from: 1, weights: creditWeights, letters: creditCharacters })
    const capitals = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    const organisation = writeSum(number, {
        ...{ from: 9, weights: organisationWeights, letters: capitals },
    })
    const shape = [
        writeConsistsOf(number, creditCharacters),
        writeConsistsOf(`substr(${number}, 1, 1)`, '0123456789ANY'),
        writeIsDigits(`substr(${number}, 3, 6)`),
    ]
    const check = `substr('${creditCharacters}', (31 - ${sum} % 31) % 31 + 1, 1)`
    const ofOrganisation = `substr('${organisationChecks}', ${organisation} % 11 + 1, 1)`
    return (
        `(case when ${shape.join(' and ')} ` +
        `then ${check} = substr(${number}, 18, 1) ` +
        `and ${ofOrganisation} = substr(${number}, 17, 1) else false end)`
    )
}

type Weighed = {
    /** The place of the first character that counts, from 1. */
    readonly from: number
    readonly weights: readonly number[]
    readonly letters: string
}

/** The sum of weight × value of characters, each of which is one of the letters. */
function writeSum(number: string, { from, weights, letters }: Weighed): string {
    const terms = weights.map(
        (weight, at) =>
            `${weight} * (strpos('${letters}', substr(${number}, ${from + at}, 1)) - 1)`,
    )
    return `(${terms.join(' + ')})`
}

function writeIsPhone(written: string): Condition {
    const local =
        `(case when ${written} like '0086%' then substr(${written}, 5) ` +
        `when length(${written}) = 13 and ${written} like '86%' then substr(${written}, 3) ` +
        `else ${written} end)`
    const second = `substr(${local}, 2, 1)`
    const mobile = `length(${local}) = 11 and ${local} like '1%' and ${second} between '3' and '9'`
    const line = `length(${local}) between 10 and 12 and ${local} like '0%' and ${second} <> '0'`
    const abroad =
        `${written} like '+%' and length(${written}) between 9 and 16 ` +
        `and ${writeIsDigits(`substr(${written}, 2)`)}`
    return `((${writeIsDigits(local)} and (${mobile} or ${line})) or (${abroad}))`
}

/** The engine's way to look through letters is slow: signs are taken out one by one. */
function without(text: string, signs: string): string {
    return [...signs].reduce((rest, sign) => `replace(${rest}, ${literal(sign)}, '')`, text)
}

/** Whether a text of no more than 18 signs is one of digits: as a number it is written the same. */
function writeIsDigits(text: string): Condition {
    const written = `cast(try_cast('1' || ${text} as bigint) as varchar)`
    return `coalesce(${written} = '1' || ${text}, false)`
}

function writeConsistsOf(text: string, letters: string): Condition {
    return `translate(${text}, '${letters}', '') = ''`
}
