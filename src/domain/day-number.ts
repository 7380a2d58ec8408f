import type { Day } from './month.ts'

/** Days from 1 January 1970 to a day of the Gregorian calendar; negative before. */
export type DayNumber = number

/** Counts the days before one: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*. */
export function dayNumberOf(day: Day): DayNumber {
    const [yearNo = 0, monthNo = 1, dayNo = 1] = day.split('-').map(Number)
    // Years begin in March, so that the leap day is the last of its year.
    const year = monthNo <= 2 ? yearNo - 1 : yearNo
    const era = Math.floor(year / 400)
    const yearOfEra = year - era * 400
    const dayOfYear = Math.floor((153 * ((monthNo + 9) % 12) + 2) / 5) + dayNo - 1
    const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
    return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468
}

/** The day of a number: what {@link dayNumberOf} counts. */
export function dayOfNumber(number: DayNumber): Day {
    const shifted = number + 719_468
    const era = Math.floor(shifted / 146_097)
    const dayOfEra = shifted - era * 146_097
    const withoutLeapDays =
        dayOfEra -
        Math.floor(dayOfEra / 1_460) +
        Math.floor(dayOfEra / 36_524) -
        Math.floor(dayOfEra / 146_096)
    const yearOfEra = Math.floor(withoutLeapDays / 365)
    const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
    const dayOfYear = dayOfEra - (yearOfEra * 365 + leapDays)
    const monthOfYear = Math.floor((5 * dayOfYear + 2) / 153)
    const dayNo = dayOfYear - Math.floor((153 * monthOfYear + 2) / 5) + 1
    const monthNo = monthOfYear < 10 ? monthOfYear + 3 : monthOfYear - 9
    const yearNo = yearOfEra + era * 400 + (monthNo <= 2 ? 1 : 0)
    const digits = (value: number, width: number): string => String(value).padStart(width, '0')
    return `${digits(yearNo, 4)}-${digits(monthNo, 2)}-${digits(dayNo, 2)}`
}

/** The day `count` days later; earlier where `count` is negative. */
export function addDays(day: Day, count: number): Day {
    return dayOfNumber(dayNumberOf(day) + count)
}

/** The day of the week, from 1 for Monday to 7 for Sunday as in ISO 8601. */
export function weekdayOf(day: Day): number {
    const sinceThursday = dayNumberOf(day) + 3
    return (((sinceThursday % 7) + 7) % 7) + 1
}
