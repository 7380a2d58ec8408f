import { dayNumberOf } from '#domain/day-number.ts'
import { daysOf } from '#domain/month.ts'

/** Days from 1970-01-01 to a day written as eight digits; negative before. */
export function dayNumberOfDigits(digits: string): number {
    return dayNumberOf(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`)
}

/**
 * Whether eight digits are a day of the years 1800 to 2049: nobody is asked for a birth or a
 * founding later than that.
 */
export function isCalendarDay(digits: string): boolean {
    if (!/^(?:1[89]\d\d|20[0-4]\d)(?:0[1-9]|1[0-2])\d\d$/.test(digits)) return false
    const day = Number(digits.slice(6, 8))
    return day >= 1 && day <= daysOf(Number(digits.slice(0, 6)))
}
