import { addMonths, daysOf, type Month } from '#domain/month.ts'

/** The sample bank's time is fixed: 24 months from January 2024. Step 0 is the first month. */
export const firstMonth: Month = 202401
/** How many months there are. */
export const monthsCount = 24

/** The months of the sample bank in their order. */
export const months: readonly Month[] = Array.from({ length: monthsCount }, (_, step) =>
    addMonths(firstMonth, step),
)

/** The last of them: it can be closed. */
export const lastMonth: Month = addMonths(firstMonth, monthsCount - 1)

/** January 2024 counted in months from year 0. */
const firstIndex = 2024 * 12

/** SQL of the day of a step (which may be negative) and a day of the month. */
export function dateOf(step: string, day: string): string {
    const index = `(${firstIndex} + (${step}))`
    const parts = [`${index} // 12`, `${index} % 12 + 1`, day]
    return `make_date(${parts.map((part) => `cast(${part} as integer)`).join(', ')})`
}

/** SQL of the day of a step from 0 on and a day of the month: the quick way for many rows. */
export function bookingDate(step: string, day: string): string {
    const starts = months.map((_, index) => sum(months.slice(0, index).map(daysOf)) - 1)
    return `date '2024-01-01' + cast(${perStep(step, starts)} + ${day} as integer)`
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, one) => total + one, 0)
}

/** SQL of the step of a date. */
export function stepOf(date: string): string {
    return `(year(${date}) * 12 + month(${date}) - 1 - ${firstIndex})`
}

/** SQL of the month, as yyyymm, of a step from 0 on. */
export function monthOfStep(step: string): string {
    return `cast(${firstMonth} + (${step}) // 12 * 100 + (${step}) % 12 as integer)`
}

/** SQL of the number of days of a step from 0 on. */
export function daysOfStep(step: string): string {
    return perStep(step, months.map(daysOf))
}

/** SQL that picks the value of a step from 0 on. */
export function perStep(step: string, values: readonly number[]): string {
    return `[${values.join(', ')}][(${step}) + 1]`
}

/** SQL of whole cents as yuan and cents. */
export function yuan(cents: string): string {
    return `cast(cast(${cents} as decimal(18,0)) * cast(0.01 as decimal(3,2)) as decimal(18,2))`
}
