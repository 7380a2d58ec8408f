import type { TableColumn } from '#domain/table-column.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { type CellWriter, cellWriter } from './cell-xml.ts'

/** Rows as the warehouse hands them over: chunk after chunk, a list of cells for each column. */
export type TableChunks = AsyncIterable<readonly (readonly Cell[])[]>

/** A table of any length in a workbook: what does not fit into a sheet goes on in the next. */
export type TableSheet = {
    /** Further sheets are `NAME (2)`, `NAME (3)` … */
    readonly name: string
    readonly columns: readonly TableColumn[]
    readonly chunks: TableChunks
}

/** How much a sheet may hold: Excel's rows below the titles, and letters that a ZIP entry takes. */
export type SheetLimits = { readonly rows: number; readonly letters: number }

/** XML of rows, and whether the sheet is full now. */
export type RowSource = {
    /** The rows of one sheet in pieces, from line 2 on. */
    sheetRows(): AsyncIterable<string>
    /** Whether nothing is left for a further sheet; asked once `sheetRows` has ended. */
    isDone(): boolean
    /** Lines of the sheet that was written last, its titles among them. */
    lines(): number
}

/** Goes through the chunks of a table, sheet by sheet. */
export function openRowSource(
    { columns, chunks }: Omit<TableSheet, 'name'>,
    limits: SheetLimits,
): RowSource {
    const writers = columns.map(cellWriter)
    const reader = chunks[Symbol.asyncIterator]()
    let chunk: readonly (readonly Cell[])[] | null = null
    let next = 0
    let lines = 1
    const advance = async (): Promise<void> => {
        const { value, done } = await reader.next()
        chunk = done === true ? null : value
        next = 0
    }
    return {
        async *sheetRows() {
            lines = 1
            let letters = 0
            if (chunk === null) await advance()
            while (chunk !== null && lines <= limits.rows && letters < limits.letters) {
                const count = Math.min(rowsOf(chunk) - next, limits.rows - lines + 1)
                const piece = rowsXml(chunk, { writers, from: next, count, line: lines + 1 })
                lines += count
                letters += piece.length
                next += count
                yield piece
                if (next === rowsOf(chunk)) await advance()
            }
        },
        isDone: () => chunk === null,
        lines: () => lines,
    }
}

function rowsOf(chunk: readonly (readonly Cell[])[]): number {
    return chunk[0]?.length ?? 0
}

type Rows = {
    readonly writers: readonly CellWriter[]
    readonly from: number
    readonly count: number
    /** The line of the first row. */
    readonly line: number
}

function rowsXml(
    chunk: readonly (readonly Cell[])[],
    { writers, from, count, line }: Rows,
): string {
    let xml = ''
    for (let at = 0; at < count; at++) {
        xml += `<row r="${line + at}">`
        for (let column = 0; column < writers.length; column++) {
            const write = writers[column]
            xml += write?.(chunk[column]?.[from + at] ?? null) ?? ''
        }
        xml += '</row>'
    }
    return xml
}
