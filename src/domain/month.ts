/** A calendar month as an integer, 202601 for January 2026; `2026-01` at the doors. */
export type Month = number

/** A calendar day as text, `2026-01-31`. Days compare as texts do. */
export type Day = string

const monthPattern = /^(\d{4})-(0[1-9]|1[0-2])$/
const dayPattern = /^(\d{4})-(0[1-9]|1[0-2])-(\d{2})$/

/** Reads `2026-01`; null where the text is no month. */
export function parseMonth(text: string): Month | null {
    const match = monthPattern.exec(text)
    return match === null ? null : Number(match[1]) * 100 + Number(match[2])
}

/** Reads `2026-01-31` or `2026-01`, which stands for its last day; null where it is no day. */
export function parseAsOf(text: string): Day | null {
    const month = parseMonth(text)
    if (month !== null) return lastDayOf(month)
    const match = dayPattern.exec(text)
    if (match === null) return null
    const ofDay = Number(match[1]) * 100 + Number(match[2])
    return Number(match[3]) >= 1 && text <= lastDayOf(ofDay) ? text : null
}

/** `2026-01` for 202601. */
export function formatMonth(month: Month): string {
    const digits = String(month).padStart(6, '0')
    return `${digits.slice(0, 4)}-${digits.slice(4)}`
}

/** The month that a day lies in. */
export function monthOf(day: Day): Month {
    return Number(day.slice(0, 4)) * 100 + Number(day.slice(5, 7))
}

/** The month `count` months later; earlier where `count` is negative. */
export function addMonths(month: Month, count: number): Month {
    const index = Math.trunc(month / 100) * 12 + (month % 100) - 1 + count
    return Math.floor(index / 12) * 100 + (((index % 12) + 12) % 12) + 1
}

/** How many months `to` lies after `from`. */
export function monthsBetween(range: { readonly from: Month; readonly to: Month }): number {
    const { from, to } = range
    return (Math.trunc(to / 100) - Math.trunc(from / 100)) * 12 + (to % 100) - (from % 100)
}

/** All months of a range, both ends included; none where it ends before it begins. */
export function monthsOf(range: { readonly from: Month; readonly to: Month }): readonly Month[] {
    const count = Math.max(0, monthsBetween(range) + 1)
    return Array.from({ length: count }, (_, index) => addMonths(range.from, index))
}

/** The number of days of a month in the Gregorian calendar. */
export function daysOf(month: Month): number {
    const year = Math.trunc(month / 100)
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
    const inYear = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    const days = inYear[(month % 100) - 1]
    if (days === undefined) throw new RangeError(`${month} is no month`)
    return days
}

/** The first day of a month. */
export function firstDayOf(month: Month): Day {
    return `${formatMonth(month)}-01`
}

/** The last day of a month. */
export function lastDayOf(month: Month): Day {
    return `${formatMonth(month)}-${daysOf(month)}`
}

/** The last day of a month that is known on the as-of day: a month that is over has its own. */
export function lastKnownDay(month: Month, asOf: Day): Day {
    const last = lastDayOf(month)
    return asOf < last ? asOf : last
}

/** Whether a quarterly review is due: at the closes of March, June, September and December. */
export function endsQuarter(month: Month): boolean {
    return (month % 100) % 3 === 0
}
