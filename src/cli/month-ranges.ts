import { addMonths, formatMonth, type Month } from '#domain/month.ts'

/** Months as text, neighbours together: `2025-01 – 2025-03, 2025-06`. */
export function monthRanges(months: readonly Month[]): string {
    const ranges: { from: Month; to: Month }[] = []
    for (const month of [...new Set(months)].sort((left, right) => left - right)) {
        const last = ranges.at(-1)
        if (last !== undefined && addMonths(last.to, 1) === month) last.to = month
        else ranges.push({ from: month, to: month })
    }
    return ranges
        .map(({ from, to }) =>
            from === to ? formatMonth(from) : `${formatMonth(from)} – ${formatMonth(to)}`,
        )
        .join(', ')
}
