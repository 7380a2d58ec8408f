import { isUtf8 } from 'node:buffer'
import { readFile, stat } from 'node:fs/promises'
import { nearestName } from '#domain/nearest-name.ts'
import { type Failure, failure, type Place, Refusal, refuse } from '#domain/result.ts'
import { createRecordSplitter } from '#sources/record-splitter.ts'
import { splitRecord } from '#sources/split-record.ts'

/** The columns that a file of requests has, in any order. */
export type TableColumns = {
    readonly required: readonly string[]
    readonly optional: readonly string[]
}

/** One record of a file: the text of each column that the file has, and where it stands. */
export type TableRow = {
    readonly line: number
    readonly texts: Readonly<Record<string, string>>
    readonly placeOf: (column: string) => Place
}

/** The records of a file, and what is wrong with those that could not be read. */
export type ReadTable = { readonly rows: readonly TableRow[]; readonly faults: readonly Failure[] }

const format = { delimiter: ',', quote: '"' } as const
const bytesMax = 64 * 1024 * 1024
const rowsMax = 1_000_000
const byteOrderMark = 0xfeff

/**
 * Reads a CSV file of people's requests: UTF-8 with or without a mark, a header line, values
 * quoted where they hold a comma. Throws Refusal where the file as a whole cannot be read;
 * records that do not fit are faults, so that what is wrong elsewhere is found as well.
 */
export async function readTable(file: string, columns: TableColumns): Promise<ReadTable> {
    const bytes = await readBytes(file)
    const faults: Failure[] = []
    const rows: TableRow[] = []
    let header: readonly string[] | null = null
    const splitter = createRecordSplitter(format, {
        blankLines: 'skipped',
        onRecord: ({ line, bytes: all, begin, scan }) => {
            const at = { file, line }
            const text = decode(all.subarray(begin, scan.end))
            const texts = splitRecord(text, format)
            if (scan.fault === 'quote_text') faults.push(failure('workbench.quote_text', {}, at))
            else if (header === null) header = headerOf(texts, { columns, at })
            else if (texts.length !== header.length) {
                const params = { found: texts.length, expected: header.length }
                faults.push(failure('workbench.record_width', params, at))
            } else rows.push(rowOf({ header, texts, text, at }))
            if (rows.length > rowsMax) refuse('workbench.file_long', { max: rowsMax }, at)
        },
    })
    const open = splitter.push(bytes) ?? splitter.end()
    if (open !== null) faults.push(failure('workbench.quote_open', {}, { file, ...open }))
    if (header === null && open === null) refuse('workbench.file_empty', {}, { file })
    if (rows.length === 0 && faults.length === 0) {
        refuse('workbench.file_empty', {}, { file })
    }
    return { rows, faults }
}

async function readBytes(file: string): Promise<Uint8Array> {
    const at = { file }
    let bytes: Uint8Array
    try {
        const { size } = await stat(file)
        if (size > bytesMax) refuse('workbench.file_large', { max: bytesMax / 1024 / 1024 }, at)
        bytes = await readFile(file)
    } catch (cause) {
        if (!(cause instanceof Error) || !('code' in cause)) throw cause
        return refuse('workbench.file_unreadable', { reason: String(cause.code) }, at)
    }
    if (!isUtf8(bytes) || bytes.includes(0)) refuse('workbench.file_not_utf8', {}, at)
    return bytes
}

function decode(bytes: Uint8Array): string {
    const text = Buffer.from(bytes)
        .toString('utf8')
        .replace(/\r?\n$/, '')
    return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text
}

/** The columns of a header line. Throws Refusal with every name that does not fit. */
function headerOf(
    texts: readonly string[],
    { columns, at }: { readonly columns: TableColumns; readonly at: Place },
): readonly string[] {
    const names = texts.map((text) => text.trim().toLowerCase())
    const known = [...columns.required, ...columns.optional]
    const faults = names.flatMap((column, index) => {
        if (!known.includes(column)) {
            const suggestion = nearestName(column, known) ?? 'none'
            const params = { column, suggestion, known: known.join(', ') }
            return [failure('workbench.column_unknown', params, at)]
        }
        const isFirst = names.indexOf(column) === index
        return isFirst ? [] : [failure('workbench.column_twice', { column }, at)]
    })
    for (const column of columns.required) {
        if (names.includes(column)) continue
        faults.push(failure('workbench.column_missing', { column, known: known.join(', ') }, at))
    }
    if (faults.length > 0) throw new Refusal(faults)
    return names
}

type RowParts = {
    readonly header: readonly string[]
    readonly texts: readonly string[]
    readonly text: string
    readonly at: { readonly file: string; readonly line: number }
}

function rowOf({ header, texts, text, at }: RowParts): TableRow {
    const cells = header.map((column, index) => [column, (texts[index] ?? '').trim()])
    return {
        line: at.line,
        texts: Object.fromEntries(cells),
        placeOf: (column) => {
            const index = header.indexOf(column)
            // Within a record of several lines a column says nothing.
            const isPlaced = index !== -1 && !text.includes('\n')
            return isPlaced ? { ...at, column: offsetOf(text, index) + 1 } : at
        },
    }
}

/** Where the value of an index begins in the text of a record. */
function offsetOf(text: string, index: number): number {
    let isQuoted = false
    let seen = 0
    for (let at = 0; at < text.length; at++) {
        if (seen === index) return at
        if (text[at] === format.quote) isQuoted = !isQuoted
        else if (text[at] === format.delimiter && !isQuoted) seen++
    }
    return text.length
}
