import { type Day, type Month, parseAsOf, parseMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'

/** The day of `--as-of`: `2026-01-31`, or `2026-01` for its last day. */
export function asOfFlag(text: string): Day {
    return parseAsOf(text) ?? refuse('cli.as_of_wrong', { value: text })
}

/** The month of a flag; null where it was not given. */
export function monthFlag(text: string | undefined): Month | null {
    if (text === undefined) return null
    return parseMonth(text) ?? refuse('cli.month_wrong', { value: text })
}

/** A whole number between two bounds. */
export function numberFlag(
    text: string,
    { flag, min, max }: { readonly flag: string; readonly min: number; readonly max: number },
): number {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    return value >= min && value <= max
        ? value
        : refuse('cli.number_wrong', { flag, value: text, min, max })
}
