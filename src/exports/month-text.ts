import type { Month } from '#domain/month.ts'
import type { Language } from '#domain/say.ts'

/** A month in words: `2026年1月`, `January 2026`. */
export function monthText(month: Month, language: Language): string {
    return write(month, language, { year: 'numeric', month: 'long' })
}

/** A month in words that fit a column's head: `2026年1月`, `Jan 2026`. */
export function columnMonthText(month: Month, language: Language): string {
    return write(month, language, { year: 'numeric', month: 'short' })
}

/** A month without its year, for an axis: `1月`, `Jan`. */
export function shortMonthText(month: Month, language: Language): string {
    return write(month, language, { month: 'short' })
}

function write(month: Month, language: Language, style: Intl.DateTimeFormatOptions): string {
    const day = new Date(Date.UTC(Math.trunc(month / 100), (month % 100) - 1, 1))
    return new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }).format(day)
}
