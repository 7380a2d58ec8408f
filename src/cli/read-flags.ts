import { type Day, type Month, parseAsOf, parseMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'

/** An option's name as users type it: `oneToOne` is `--one-to-one`. */
export function flagName(option: string): string {
    return `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** The day of `--as-of`: `2026-01-31`, or `2026-01` for its last day. */
export function asOfFlag(text: string): Day {
    return parseAsOf(text) ?? refuse('cli.as_of_wrong', { value: text })
}

/** The month of a flag; null where it was not given. */
export function monthFlag(text: string | undefined): Month | null {
    if (text === undefined) return null
    return parseMonth(text) ?? refuse('cli.month_wrong', { value: text })
}

/** The day of a flag, `2026-01-31`. */
export function dayFlag(text: string): Day {
    const day = text.length === 10 ? parseAsOf(text) : null
    return day ?? refuse('cli.day_wrong', { value: text })
}

const reasonMax = 500

/** A reason that goes into the bank's record, without spaces around it; null: not given. */
export function reasonFlag(text: string | undefined, flag: string): string | null {
    if (text === undefined) return null
    const reason = text.trim()
    if (reason !== '' && reason.length <= reasonMax) return reason
    return refuse('cli.reason_unfit', { flag, max: reasonMax })
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

const seedMax = 2 ** 32 - 1

/** What chance starts from where a matching draws pairs: the same seed draws the same. */
export function seedFlag(text: string): number {
    return numberFlag(text, { flag: '--seed', min: 0, max: seedMax })
}

/** What a command that is shown needs to ask the same ladder again: ` --ladder ID`, or nothing. */
export function ladderFlag({ ladder }: { readonly ladder?: string }): string {
    return ladder === undefined ? '' : ` --ladder ${ladder}`
}

const editionMax = 9999

/** The edition of a close; null where none was asked for: the one in force. */
export function editionFlag(text: string | undefined): number | null {
    if (text === undefined) return null
    return numberFlag(text, { flag: '--edition', min: 1, max: editionMax })
}

/** A chance between 0 and 1, both left out, as nothing is quite certain; null: not given. */
export function chanceFlag(text: string | undefined, flag: string): number | null {
    if (text === undefined) return null
    const value = /^0?\.\d+$/.test(text) ? Number(text) : Number.NaN
    return value > 0 && value < 1 ? value : refuse('cli.chance_wrong', { flag, value: text })
}
