import type { Paint, Tone } from './paint.ts'
import { type Align, cutText, padText, plainText, textWidth } from './text-fit.ts'

/** A column: its head, where its text stands, and whether it may be cut to fit the terminal. */
export type Column = {
    readonly title: string
    readonly align?: Align
    /** Cut before others where the table is too wide. Numbers should never be cut. */
    readonly isFlexible?: boolean
}

/** The text of a cell, with a tone where it is more than plain. */
export type Cell = string | { readonly text: string; readonly tone: Tone }

/** What a table shows and the room it has; `width` is in columns of the terminal. */
export type Table = {
    readonly columns: readonly Column[]
    readonly rows: readonly (readonly Cell[])[]
    readonly width: number
    readonly paint: Paint
}

const gap = 2
/** A column that is cut keeps this much, enough for two Chinese characters and an ellipsis. */
const leastWidth = 5

/**
 * Writes a table whose lines are no wider than the terminal, by display width. Heads are left out
 * where all of them are empty. A terminal narrower than the columns that must not be cut gets
 * longer lines rather than wrong numbers.
 */
export function renderTable(table: Table): string {
    const { columns, rows, paint } = table
    const texts = rows.map((row) => columns.map((_, index) => textOf(row[index] ?? '')))
    const widths = widthsOf(table, texts)
    const line = (cells: readonly string[], toneOf: (index: number) => Tone) =>
        columns
            .map((column, index) => {
                const width = widths[index] ?? 0
                const text = cutText(cells[index] ?? '', width)
                const padded = padText(text, { width, align: column.align ?? 'left' })
                return paint(toneOf(index), padded)
            })
            .join(' '.repeat(gap))
            .trimEnd()
    const titles = columns.map((column) => column.title)
    const head = titles.every((title) => title === '') ? [] : [line(titles, () => 'soft')]
    const body = texts.map((cells, row) => line(cells, (index) => toneOf(rows[row]?.[index])))
    return [...head, ...body].join('\n')
}

function widthsOf(table: Table, texts: readonly (readonly string[])[]): readonly number[] {
    const widths = table.columns.map((column, index) =>
        Math.max(textWidth(column.title), ...texts.map((row) => textWidth(row[index] ?? ''))),
    )
    const all = () => widths.reduce((sum, width) => sum + width, gap * (widths.length - 1))
    while (all() > table.width) {
        const widest = widestFlexible(table.columns, widths)
        if (widest === null) break
        widths[widest] = (widths[widest] ?? 0) - 1
    }
    return widths
}

function widestFlexible(columns: readonly Column[], widths: readonly number[]): number | null {
    let widest: number | null = null
    columns.forEach((column, index) => {
        const width = widths[index] ?? 0
        if (column.isFlexible !== true || width <= leastWidth) return
        if (widest === null || width > (widths[widest] ?? 0)) widest = index
    })
    return widest
}

function textOf(cell: Cell): string {
    return plainText(typeof cell === 'string' ? cell : cell.text)
}

function toneOf(cell: Cell | undefined): Tone {
    return cell === undefined || typeof cell === 'string' ? 'plain' : cell.tone
}
