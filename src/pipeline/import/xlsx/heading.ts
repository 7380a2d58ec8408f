import type { MergedCells } from './read-sheet.ts'

/** The texts of the rows of a heading: by the row's number, then by column from 0. */
export type HeadingRows = ReadonlyMap<number, ReadonlyMap<number, string>>

/**
 * The names of the columns from the first that has one to the last: of a heading with several rows
 * the texts one above the other, joined by `/`. A merged cell gives its text to all that it spans,
 * once where it spans rows.
 */
export function headingNames(
    rows: HeadingRows,
    { from, to, merged }: HeadingPlace,
): readonly string[] {
    const spread = new Map([...rows].map(([number, cells]) => [number, new Map(cells)]))
    for (const { top, left, bottom, right } of merged) {
        const text = rows.get(top)?.get(left)
        if (text === undefined || top < from || top > to) continue
        for (let number = top; number <= Math.min(bottom, to); number++) {
            const cells = spread.get(number) ?? new Map<number, string>()
            for (let column = left; column <= right; column++) cells.set(column, text)
            spread.set(number, cells)
        }
    }
    const columns = [...spread.values()].flatMap((cells) => [...cells.keys()])
    if (columns.length === 0) return []
    const [first, last] = [Math.min(...columns), Math.max(...columns)]
    return Array.from({ length: last - first + 1 }, (_, index) => {
        const parts: string[] = []
        for (let number = from; number <= to; number++) {
            const text =
                spread
                    .get(number)
                    ?.get(first + index)
                    ?.trim() ?? ''
            if (text !== '' && text !== parts.at(-1)) parts.push(text)
        }
        return parts.join('/')
    })
}

/** The first and the last row of a heading, and the merged cells of its sheet. */
export type HeadingPlace = {
    readonly from: number
    readonly to: number
    readonly merged: readonly MergedCells[]
}
