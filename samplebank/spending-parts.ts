import { draw } from './draw.ts'

/** A month's spending is paid in at most so many parts. */
export const partsMax = 7

/**
 * SQL of the cents of one part, counted from 0, over `spending` and `parts`. The spending is cut at
 * rising, uneven places, so that the parts sum to it.
 */
export function partAmount(part: number): string {
    return `(${spentBefore(part + 1)} - ${spentBefore(part)})`
}

/** SQL of the day of the month on which a part is paid: from `spent_from` to the last. */
export function partDay(part: number): string {
    return `(spent_from + ${draw('month_key', `part_day:${part}`, '(days - spent_from + 1)')})`
}

/** SQL of all parts, each times the days from its own to the month's last. */
export function spentByDay(): string {
    const terms = allParts.map(
        (part) =>
            `case when ${part} < parts ` +
            `then ${partAmount(part)} * (days - ${partDay(part)} + 1) else 0 end`,
    )
    return `(${terms.join(' + ')})`
}

/** SQL that picks what holds of the part that a row stands for. */
export function perPart(of: (part: number) => string): string {
    return `case part ${allParts.map((part) => `when ${part} then ${of(part)}`).join(' ')} end`
}

const allParts = Array.from({ length: partsMax }, (_, part) => part)

function spentBefore(part: number): string {
    if (part === 0) return '0'
    const cut = `${part * 1000 - 400} + ${draw('month_key', `part_cut:${part}`, 800)}`
    return `case when ${part} >= parts then spending else spending * (${cut}) // (parts * 1000) end`
}
