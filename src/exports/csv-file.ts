import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { csvField } from '#domain/csv-field.ts'
import { formatMonth } from '#domain/month.ts'
import type { TableColumn } from '#domain/table-column.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { cellText } from './cell-xml.ts'
import { encodeGb18030 } from './gb18030.ts'
import type { TableChunks } from './table-sheet.ts'

/** The encodings that a CSV file may be written in. */
export const csvEncodings = ['utf-8', 'gb18030'] as const
/** One of {@link csvEncodings}. */
export type CsvEncoding = (typeof csvEncodings)[number]

/** A table on its way into a CSV file. */
export type CsvTable = {
    readonly columns: readonly TableColumn[]
    readonly chunks: TableChunks
    readonly encoding: CsvEncoding
    /**
     * Whether Excel will open it: then UTF-8 begins with a mark, no cell is a formula, and long
     * numbers stay texts.
     */
    readonly isForExcel: boolean
}

/** Writes a CSV file (RFC 4180) chunk by chunk at a path that is replaced. */
export async function writeCsvFile(path: string, table: CsvTable): Promise<void> {
    const { encoding } = table
    const encode = encoding === 'gb18030' ? encodeGb18030 : (text: string) => Buffer.from(text)
    const pieces = async function* (): AsyncIterable<Uint8Array> {
        for await (const text of csvText(table)) yield encode(text)
    }
    await pipeline(Readable.from(pieces()), createWriteStream(path))
}

/** What tells Excel that a file is UTF-8. */
const byteOrderMark = '\ufeff'

async function* csvText({
    columns,
    chunks,
    encoding,
    isForExcel,
}: CsvTable): AsyncIterable<string> {
    const shown = isForExcel ? safeText : (text: string) => text
    // A line with nothing in it would be taken for none.
    const field = columns.length === 1 ? loneField : csvField
    const mark = isForExcel && encoding === 'utf-8' ? byteOrderMark : ''
    const titles = columns.map(({ title }) => field(shown(title)))
    yield `${mark}${titles.join(',')}\r\n`
    const writers = columns.map((column) => fieldWriter(column, { shown, field }))
    for await (const chunk of chunks) {
        const count = chunk[0]?.length ?? 0
        let text = ''
        for (let row = 0; row < count; row++) {
            for (let column = 0; column < writers.length; column++) {
                if (column > 0) text += ','
                text += writers[column]?.(chunk[column]?.[row] ?? null) ?? ''
            }
            text += '\r\n'
        }
        yield text
    }
}

type Fields = {
    readonly shown: (text: string) => string
    readonly field: (text: string | null) => string
}

function fieldWriter(
    { kind, words }: TableColumn,
    { shown, field }: Fields,
): (cell: Cell) => string {
    const empty = field(null)
    if (kind === 'month') {
        return (cell) => (cell === null ? empty : formatMonth(Number(cell)))
    }
    if (kind !== 'text' && kind !== 'id') {
        return (cell) => (cell === null ? empty : field(cellText(cell)))
    }
    return (cell) => {
        if (cell === null) return empty
        const text = cellText(cell)
        return field(shown(words.get(text) ?? text))
    }
}

function loneField(text: string | null): string {
    return text === null || text === '' ? '""' : csvField(text)
}

/**
 * A text that a spreadsheet takes for nothing else: what begins like a formula gets an apostrophe
 * (OWASP, *CSV Injection*), in full width too as some versions read those; a number too long to be
 * kept gets a tab, which nobody sees.
 */
function safeText(text: string): string {
    if (/^[=+\-@\t\r\n＝＋－＠]/.test(text)) return `'${text}`
    return /^\d{16,}$/.test(text) ? `\t${text}` : text
}
