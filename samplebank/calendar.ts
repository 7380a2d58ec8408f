import { addMonths, daysOf, type Month } from '#domain/month.ts'

/** The sample bank's time is fixed: 24 months from January 2024. Step 0 is the first month. */
export const firstMonth: Month = 202401
/** How many months there are. */
export const monthsCount = 24
/** The step of what never comes. */
export const never = 1000

/** The months of the sample bank in their order. */
export const months: readonly Month[] = Array.from({ length: monthsCount }, (_, step) =>
    addMonths(firstMonth, step),
)

/** The last of them: it can be closed. */
export const lastMonth: Month = addMonths(firstMonth, monthsCount - 1)

/** How many days each step from 0 on has. */
export const daysOfStep: readonly number[] = months.map(daysOf)

/** January 2024 counted in months from year 0. */
const firstIndex = 2024 * 12
const dayMs = 86_400_000

/** A day as the number of days since 1 January 1970. */
export type Day = number

/** The day of a date; the month counts from 1 and may leave the year. */
export function dayOf(year: number, month: number, day: number): Day {
    return Date.UTC(year, month - 1, day) / dayMs
}

/** The day of a step (which may be negative) and a day of the month. */
export function dayOfStep(step: number, day: number): Day {
    return dayOf(2024, step + 1, day)
}

/** The first day of the sample bank's time. */
export const firstDay: Day = dayOf(2024, 1, 1)
/** The last day of it. */
export const lastDay: Day = dayOf(2025, 12, 31)

/** Year, month from 1 and day of the month. */
export type DayParts = { readonly year: number; readonly month: number; readonly day: number }

/** Days from 1 March of the year 0 to 1 January 1970, and in 400, 100 and 4 years. */
const marchOfYear0 = 719_468
const days400 = 146_097
const days100 = 36_524
const days4 = 1461

/**
 * What a day is called, without a Date object for each. Years are counted from March, so that
 * leap days end them: Howard Hinnant, chrono-compatible Low-Level Date Algorithms (2013).
 */
export function partsOf(day: Day): DayParts {
    const since = day + marchOfYear0
    const era = Math.floor(since / days400)
    const ofEra = since - era * days400
    const leaps = ((ofEra / (days4 - 1)) | 0) - ((ofEra / days100) | 0)
    const lastOfEra = (ofEra / (days400 - 1)) | 0
    const yearOfEra = ((ofEra - leaps - lastOfEra) / 365) | 0
    const leapsBefore = ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0)
    const ofYear = ofEra - 365 * yearOfEra - leapsBefore
    const fromMarch = ((5 * ofYear + 2) / 153) | 0
    const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    const ofMonth = ofYear - (((153 * fromMarch + 2) / 5) | 0) + 1
    const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return { year, month, day: ofMonth }
}

/** The step of a day. */
export function stepOfDay(day: Day): number {
    const { year, month } = partsOf(day)
    return year * 12 + month - 1 - firstIndex
}

/** A day as `2026-01-31`. */
export function isoDay(day: Day): string {
    const { year, month, day: ofMonth } = partsOf(day)
    return `${year}-${twoDigits(month)}-${twoDigits(ofMonth)}`
}

/** A day as `20260131`. */
export function compactDay(day: Day): string {
    return isoDay(day).replaceAll('-', '')
}

/** A day as `2026/1/31`. */
export function slashDay(day: Day): string {
    const { year, month, day: ofMonth } = partsOf(day)
    return `${year}/${month}/${ofMonth}`
}

/** A day as `2026年1月31日`. */
export function chineseDay(day: Day): string {
    const { year, month, day: ofMonth } = partsOf(day)
    return `${year}年${month}月${ofMonth}日`
}

/** Every day of the bank's time written once, by days since the first: the quick way. */
export function writtenDays(write: (day: Day) => string): readonly string[] {
    return Array.from({ length: lastDay - firstDay + 1 }, (_, index) => write(firstDay + index))
}

/** Days from the first day to the day before each step. */
export const stepStarts: readonly number[] = months.map((_, step) =>
    daysOfStep.slice(0, step).reduce((sum, days) => sum + days, 0),
)

function twoDigits(value: number): string {
    return String(value).padStart(2, '0')
}
