import { foldText, isMasked } from '../forms/fold-text.ts'
import { type Forms, type Kind, level } from '../kind.ts'
import { dayNumberOfDigits, isCalendarDay } from './calendar-day.ts'

const forms = ['day', 'swapped', 'number', 'year', 'month', 'month_day'] as const

/** Days on which people were born. */
export const birthDate: Kind = {
    columnsMax: 1,
    forms,
    read: readDate,
    levels: [
        level('exact', { equal: 'day' }, 'day'),
        level('day_month_swapped', { crossed: ['day', 'swapped'] }),
        level('one_digit_off', { edits: 'day', max: 1 }),
        level('same_year_month', { equal: 'month' }),
        level('same_month_day', { equal: 'month_day' }),
        level('within_month', { within: 'number', max: 31 }),
        level('within_year', { within: 'number', max: 366 }),
        level('same_year', { equal: 'year' }),
        level('within_ten_years', { within: 'number', max: 3653 }),
    ],
}

/** Any other days, such as those of founding and opening. */
export const date: Kind = { ...birthDate }

/** Days that systems write where none is known, as eight digits. */
export const defaultDays: ReadonlySet<string> = new Set([
    ...['19000101', '18991230', '18991231', '19000102', '19700101', '19010101', '19111111'],
    ...['18000101', '99991231', '00010101', '11111111', '20991231', '21001231', '17530101'],
])

/** Reads 1990-01-31, 19900131, 1990/1/31, 1990年1月31日 and the time that may follow. */
function readDate(text: string): Forms | null {
    const folded = foldText(text)
    if (isMasked(folded)) return null
    const digits = dateDigits(folded)
    if (digits === null || defaultDays.has(digits)) return null
    const turned = `${digits.slice(0, 4)}${digits.slice(6)}${digits.slice(4, 6)}`
    const isDay = isCalendarDay(digits)
    const isTurned = isCalendarDay(turned)
    // A thirteenth month is a day that stands in the wrong place; what is neither is no date.
    if (!isDay && !isTurned) return null
    return {
        day: digits,
        swapped: isTurned && turned !== digits ? turned : null,
        number: isDay ? String(dayNumberOfDigits(digits)) : null,
        year: digits.slice(0, 4),
        month: isDay ? digits.slice(0, 6) : null,
        month_day: isDay ? digits.slice(4) : null,
    }
}

function dateDigits(folded: string): string | null {
    if (/^\d{8}$/.test(folded)) return folded
    const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[ T].*)?$/.exec(folded)
    if (match === null) return null
    const [, year = '', month = '', day = ''] = match
    return `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`
}
