import type { ContractColumn } from './contract.ts'
import type { Spelling } from './contract-words.ts'
import { fullWidthSql } from './spelled-number.ts'
import { literal } from './sql-text.ts'

/** A way to write a day: its regular expression, and what makes `2026-1-5` of it. */
type DayForm = { readonly form: string; readonly iso: (text: string) => string }

const year = '([1-9][0-9]{3})'
const number = '([0-9]{1,2})'
const republic = '(?:中華|中华)?(?:民國|民国)'

/** The time of a day behind it: `9:30`, `09:30:15.250`. */
const timeForm = '(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?'

const dayForms: Readonly<Partial<Record<Spelling, readonly DayForm[]>>> = {
    compact: [rewritten(`${year}([0-9]{2})([0-9]{2})`)],
    slashes: [rewritten(`${year}/${number}/${number}`)],
    dots: [rewritten(`${year}[.]${number}[.]${number}`)],
    chinese: [rewritten(`${year}年${number}月${number}日`)],
    minguo: [
        yearOfRepublic(`${republic}? ?([0-9]{1,3})年${number}月${number}日`),
        yearOfRepublic(`${republic}? ?([0-9]{2,3})/${number}/${number}`),
    ],
}

/**
 * The branches of a `case` for days and instants that are spelled as the column allows for, each
 * null where the calendar does not have them. An instant needs its time: midnight is no guess.
 */
export function spelledDateCases(
    { type, format, accepts }: Pick<ContractColumn, 'type' | 'format' | 'accepts'>,
    names: { readonly text: string; readonly plain: string },
): string {
    const isDay = type.name === 'date'
    const text = accepts.includes('full_width') ? fullWidthSql(names.text) : names.text
    const cases = accepts.flatMap((word) =>
        (dayForms[word] ?? []).map((form) => (isDay ? dayCase(form, text) : timeCase(form, text))),
    )
    if (isDay && accepts.includes('excel_serial')) cases.push(serialCase(text))
    if (isDay && accepts.includes('full_width') && format === null) {
        cases.push(dayCase(rewritten(`${year}-([0-9]{2})-([0-9]{2})`), text))
    }
    if (!isDay && format === null) {
        const form = `[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]${timeForm}`
        cases.push(`when ${matches(text, form)} then try_cast(${text} as timestamp)`)
    }
    if (!isDay && accepts.includes('compact')) cases.push(compactTimeCase(text))
    return cases.join(' ')
}

function dayCase({ form, iso }: DayForm, text: string): string {
    return `when ${matches(text, form)} then try_cast(${iso(text)} as date)`
}

/** The day and the time are parted by one blank or a T; behind 日 nothing need be. */
function timeCase({ form, iso }: DayForm, text: string): string {
    const day = `regexp_extract(${text}, ${literal(`^(?:${form})`)})`
    const time = `regexp_extract(${text}, ${literal(`${timeForm}$`)})`
    const apart = form.endsWith('日') ? '[ T]?' : '[ T]'
    const whole = matches(text, `(?:${form})${apart}${timeForm}`)
    return `when ${whole} then try_cast(${iso(day)} || ' ' || ${time} as timestamp)`
}

/** `20260105093000`, with a blank or a T between day and time or without. */
function compactTimeCase(text: string): string {
    const form = `${year}([0-9]{2})([0-9]{2})[ T]?([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])`
    const iso = replaced(text, `^${form}$`, '\\1-\\2-\\3 \\4:\\5:\\6')
    return `when ${matches(text, form)} then try_cast(${iso} as timestamp)`
}

/**
 * Days as spreadsheets count them from 1900 on. Their calendar has a 29 February 1900, number 60,
 * which no other calendar has: it is refused, and all later numbers are one too high.
 */
function serialCase(text: string): string {
    const serial = `cast(${text} as integer)`
    return (
        `when ${matches(text, '[1-9][0-9]{0,6}')} then case ` +
        `when ${serial} < 60 then cast(date '1899-12-31' + ${serial} as date) ` +
        `when ${serial} between 61 and 2958465 ` +
        `then cast(date '1899-12-30' + ${serial} as date) end`
    )
}

function rewritten(form: string): DayForm {
    return { form, iso: (text) => replaced(text, `^${form}$`, '\\1-\\2-\\3') }
}

/** Year 1 of the republic is 1912. */
function yearOfRepublic(form: string): DayForm {
    const iso = (text: string): string => {
        const count = `cast(regexp_extract(${text}, ${literal(form)}, 1) as integer)`
        const rest = replaced(text, `^${form}$`, '-\\2-\\3')
        return `cast(nullif(${count}, 0) + 1911 as varchar) || ${rest}`
    }
    return { form, iso }
}

function matches(text: string, form: string): string {
    return `regexp_full_match(${text}, ${literal(form)})`
}

function replaced(text: string, pattern: string, by: string): string {
    return `regexp_replace(${text}, ${literal(pattern)}, ${literal(by)})`
}
