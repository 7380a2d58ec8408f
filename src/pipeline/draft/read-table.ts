import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Failure, failure, Refusal, refuse } from '#domain/result.ts'
import type { FileFormat } from '#sources/contract.ts'
import { type DraftNote, doubt, reason } from '#sources/draft.ts'
import { draftFormat, draftRecords, quotedColumns } from '#sources/draft-format.ts'
import { draftHeading, repeatedHeadings } from '#sources/draft-heading.ts'
import { createRecordSplitter } from '#sources/record-splitter.ts'
import { quoted } from '#sources/sql-text.ts'
import { type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { copySheet } from './copy-sheet.ts'
import { type CopiedText, copyText } from './copy-text.ts'
import { firstBytesKind, isWorkbook, type UnknownFile } from './unknown-files.ts'

/** More columns than any table has that people named. */
export const draftColumnsMax = 2000

/** An unknown file as a table of texts that the engine can be asked about. */
export type UnknownTable = {
    /** Name of the file. */
    readonly file: string
    readonly format: FileFormat
    readonly header: 'names' | 'none'
    /** The words of `read` where it is no text; null: it is one. */
    readonly special: Readonly<Record<string, string | number>> | null
    /** Headings as they stand in the file, or made-up names where it has none. */
    readonly names: readonly string[]
    /** Whether the first records quote each value of a column while numbers stand unquoted. */
    readonly quoted: readonly boolean[]
    /** The key that is known already; null: it is looked for. */
    readonly key?: readonly string[] | null
    /** Records of the shape that most have. */
    readonly rows: number
    /** Records of another shape: nothing more is known of them. */
    readonly broken: number
    /** SQL that reads all rows; the columns are `c0`, `c1` …, every text as it stands. */
    readonly relation: string
    readonly notes: readonly DraftNote[]
}

/** What reading unknown files needs. */
export type UnknownFileOptions = {
    readonly warehouse: Warehouse
    /** An empty folder for copies, on a disk with room for the file twice. */
    readonly folder: string
    readonly signal: AbortSignal
    readonly onBytes: (count: number) => void
}

/**
 * Reads a file of which nothing is known into a table of texts. Throws Refusal:
 * `pipeline.draft_*` where it is no table, with all headings that stand twice.
 */
export async function readUnknownTable(
    file: Pick<UnknownFile, 'path' | 'sheet'>,
    options: UnknownFileOptions,
): Promise<UnknownTable> {
    const { path } = file
    const kind = await firstBytesKind(path)
    if (kind === 'parquet') return await readUnknownParquet(path, options)
    if (kind === 'zip' && isWorkbook(path)) return await readUnknownSheet(file, options)
    return await readUnknownText(path, options)
}

async function readUnknownText(path: string, options: UnknownFileOptions): Promise<UnknownTable> {
    const { warehouse, folder, signal, onBytes } = options
    const target = join(folder, 'copy.csv')
    const copied = await copyText({ path, target, signal, onBytes })
    const { head, isWhole, name } = copied
    const words = draftFormat(head, { isWhole })
    refuseFixedWidths(copied, words.columns)
    const { delimiter, quote } = words
    const { records } = draftRecords(head, { delimiter, quote, isWhole })
    const heading = draftHeading(records.filter(({ length }) => length === words.columns))
    const { header, names } = heading
    if (names.length > draftColumnsMax) {
        const params = { columns: names.length, max: draftColumnsMax }
        refuse('pipeline.draft_columns_many', params, { file: name })
    }
    if (header === 'names') refuseRepeated(names, name)
    const format = { delimiter, quote, encoding: copied.encoding }
    const counted = await countRecords(target, { format, columns: names.length, signal })
    refuseRagged(counted, name)
    const rows = counted.whole - (header === 'names' ? 1 : 0)
    const parquet = join(folder, 'texts')
    const columns = names.map((_, index) => `c${index}`)
    const source = warehouse.delimited({
        ...{ path: target, delimiter, quote: quote ?? '', columns },
        hasHeader: header === 'names',
    })
    const read = await warehouse.writeParquet({
        sql: `select ${columns.join(', ')} from ${source} delimited`,
        folder: parquet,
    })
    await rm(target)
    const flags = quotedColumns(head, { delimiter, quote, isWhole })
    return {
        ...{ file: name, format, header, special: null, names, rows, broken: counted.broken },
        quoted: names.map((_, index) => flags[index] === true && flags.includes(false)),
        relation: warehouse.parquet([parquet]),
        notes: [
            reason('sources.draft.read', { file: name, rows }),
            ...(read === rows ? [] : [doubt('sources.draft.rows_differ', { rows, read })]),
            ...(heading.isDoubtful ? [doubt(`sources.draft.heading_${header}`)] : []),
            ...(words.columns === 1 ? [doubt('sources.draft.one_column')] : []),
            ...brokenNote(counted),
            ...(copied.isEncodingDoubtful ? [doubt('sources.draft.encoding')] : []),
        ],
    }
}

const csv: FileFormat = { delimiter: ',', quote: '"', encoding: 'utf-8' }

/** Every value of a Parquet file as text: the same is found out about it as about any other. */
async function readUnknownParquet(
    path: string,
    { warehouse, folder }: UnknownFileOptions,
): Promise<UnknownTable> {
    const file = basename(path)
    const source = warehouse.parquetFile(path)
    try {
        const columns = await warehouse.describe(`select * from ${source}`)
        const names = columns.map(({ name }) => name)
        const texts = names.map((name, index) => `cast(${quoted(name)} as varchar) as c${index}`)
        const parquet = join(folder, 'texts')
        const sql = `select ${texts.join(', ')} from ${source} delivered`
        const rows = await warehouse.writeParquet({ sql, folder: parquet })
        return {
            ...{ file, format: csv, header: 'names', special: { format: 'parquet' } },
            ...{ names, rows, broken: 0, quoted: columns.map(({ type }) => type === 'varchar') },
            relation: warehouse.parquet([parquet]),
            notes: [reason('sources.draft.read', { file, rows })],
        }
    } catch (cause) {
        if (!(cause instanceof WarehouseError) || cause.kind !== 'query') throw cause
        return refuse('pipeline.draft_parquet_broken', {}, { file })
    }
}

async function readUnknownSheet(
    { path, sheet: asked }: Pick<UnknownFile, 'path' | 'sheet'>,
    { warehouse, folder, signal }: UnknownFileOptions,
): Promise<UnknownTable> {
    const file = basename(path)
    const target = join(folder, 'sheet.csv')
    const sheet = await copySheet(path, { sheet: asked, target, signal })
    const { names, rows, broken, skipRows, headingRows } = sheet
    refuseRepeated(names, file)
    const columns = names.map((_, index) => `c${index}`)
    const parquet = join(folder, 'texts')
    const source = warehouse.delimited({ path: target, ...csvWords, columns })
    const sql = `select ${columns.join(', ')} from ${source} delivered`
    await warehouse.writeParquet({ sql, folder: parquet })
    await rm(target)
    const cells = broken === 0 ? [] : [doubt('sources.draft.broken_cells', { count: broken })]
    return {
        ...{ file, format: csv, header: 'names', names, rows, broken },
        special: {
            format: 'xlsx',
            ...(asked === null ? {} : { sheet: asked }),
            ...(skipRows === 0 ? {} : { skip_rows: skipRows }),
            ...(headingRows === 1 ? {} : { heading_rows: headingRows }),
        },
        quoted: names.map(() => false),
        relation: warehouse.parquet([parquet]),
        notes: [reason('sources.draft.read', { file, rows }), ...cells],
    }
}

const csvWords = { delimiter: ',', quote: '"', hasHeader: false } as const

function brokenNote({ broken, firstBroken }: CountedRecords): readonly DraftNote[] {
    return broken === 0 ? [] : [doubt('sources.draft.broken', { count: broken, line: firstBroken })]
}

/** Columns that only blanks align: no delimiter holds them apart. */
function refuseFixedWidths({ head, isWhole, name }: CopiedText, columns: number): void {
    if (columns > 1) return
    const lines = head.split(/\r?\n/).slice(0, isWhole ? undefined : -1)
    const full = lines.filter((line) => line.trim() !== '')
    const [first] = full
    if (first === undefined || full.length < 3 || !/\S {2,}\S|^ /.test(first)) return
    const isAligned = full.every((line) => line.trimEnd().length === first.trimEnd().length)
    if (isAligned) refuse('pipeline.draft_fixed_widths', {}, { file: name })
}

/** So many records of other shapes are no mistakes: the file is no table. */
const brokenShare = 0.1

function refuseRagged({ whole, broken, firstBroken }: CountedRecords, file: string): void {
    if (broken <= (whole + broken) * brokenShare) return
    const params = { broken, records: whole + broken }
    refuse('pipeline.draft_ragged', params, { file, line: firstBroken })
}

function refuseRepeated(names: readonly string[], file: string): void {
    const failures = repeatedHeadings(names).map(({ name, columns }): Failure => {
        const params = { name, columns: columns.join(', ') }
        return failure('pipeline.draft_heading_twice', params, { file, line: 1 })
    })
    if (failures.length > 0) throw new Refusal(failures)
}

type CountedRecords = {
    readonly whole: number
    readonly broken: number
    readonly firstBroken: number
}

async function countRecords(
    path: string,
    about: {
        readonly format: FileFormat
        readonly columns: number
        readonly signal: AbortSignal
    },
): Promise<CountedRecords> {
    let whole = 0
    let broken = 0
    let firstBroken = 0
    const splitter = createRecordSplitter(about.format, {
        blankLines: about.columns === 1 ? 'records' : 'skipped',
        onRecord: ({ line, scan }) => {
            if (scan.fault === null && scan.columns === about.columns) {
                whole++
                return
            }
            if (broken === 0) firstBroken = line
            broken++
        },
    })
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
        about.signal.throwIfAborted()
        const open = splitter.push(chunk)
        if (open !== null) return { whole, broken: broken + 1, firstBroken: open.line }
    }
    const open = splitter.end()
    return open === null
        ? { whole, broken, firstBroken }
        : { whole, broken: broken + 1, firstBroken: broken === 0 ? open.line : firstBroken }
}
