import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Failure, failure } from '#domain/result.ts'
import type { ContractTable } from '#sources/contract.ts'
import type { LocatedRecord } from '#sources/record-splitter.ts'
import { type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { brokenReasons } from './broken-record.ts'
import { cellRejectsSql } from './cell-rejects.ts'
import type { DeliveredFile } from './files.ts'
import { isClean, keptPlaces } from './kept-tables.ts'
import { pickRecords } from './pick-records.ts'
import { plainFormat } from './read-table.ts'
import { type RejectParts, rejectColumns } from './reject-parts.ts'
import { isGoodRow, type TableText, typedSql } from './table.ts'
import type { TextFile } from './text.ts'

/** A delivered file that was read, and what reading it brought to light. */
export type TableReading = {
    readonly file: DeliveredFile
    readonly text: TextFile
    /** Rows of its Parquet where it is typed while it is read; null: it is not, or in vain. */
    readonly typed: Promise<number | null> | null
}

/** What a table is typed with. */
export type TypingContext = {
    readonly warehouse: Warehouse
    /** A folder of this import alone. */
    readonly work: string
    readonly signal: AbortSignal
    readonly onStep: (step: 'writing' | 'listing_faults', table: string) => void
    /** The tables that are held in memory, and their group; left out: all go over the disk. */
    readonly held?: { readonly group: string; readonly tables: ReadonlySet<string> }
    /** The tables that outlive this import if it breaks off, and where; left out: none does. */
    readonly kept?: { readonly folder: string; readonly tables: ReadonlySet<string> }
}

/** Typed rows: in memory where the text is short, or else in Parquet. */
type TypedPlace = {
    /** SQL of the rows, each with its place as `file_row_number`. */
    readonly rows: string
    /** Null where they are held in memory. */
    readonly folder: string | null
}

/** A typed table of a delivery on its way, with what is rejected of it so far. */
export type TableState = TypedPlace & {
    readonly table: ContractTable
    readonly fileName: string
    /** Its plain text, as it was read. */
    readonly text: TableText
    /** How many of the rows there are: one a whole record, in the order of the file. */
    readonly records: number
    readonly parts: RejectParts
    /** A numbered text that has all its rows with bad cells; null: there are none. */
    readonly picked: TableText | null
    /** Records that are not of the shape of the table. */
    readonly broken: number
}

/** Types a plain text into the place of its table. Returns the number of records. */
export async function writeTyped(text: TableText, context: TypingPlace): Promise<number> {
    const { warehouse, held } = context
    const sql = typedSql(warehouse, text)
    const { name } = text.table
    const { folder } = placeOf(name, context)
    if (folder !== null) return await warehouse.writeParquet({ sql, folder })
    return await warehouse.hold({ sql, name, group: held?.group ?? '' })
}

type TypingPlace = Pick<TypingContext, 'warehouse' | 'work' | 'held' | 'kept'>

function placeOf(name: string, { warehouse, work, held, kept }: TypingPlace): TypedPlace {
    if (held?.tables.has(name) === true) {
        return { folder: null, rows: warehouse.held({ group: held.group, name }) }
    }
    const isKept = kept?.tables.has(name) === true
    const folder = isKept ? keptPlaces(kept.folder, name).typed : join(work, 'typed', name)
    return { folder, rows: warehouse.parquet([folder]) }
}

/**
 * The same reading with its records known: where lines were counted for them, the engine must have
 * read as many. If not, each record is looked at.
 */
export async function confirmRecords(
    reading: TableReading,
    context: TypingContext,
): Promise<TableReading> {
    const { file, text } = reading
    if (text.isCounted !== true || text.look === undefined) return reading
    context.signal.throwIfAborted()
    context.onStep('writing', file.table.name)
    const records = (await reading.typed) ?? (await writeCounted(reading, context))
    const known = { ...reading, typed: records === null ? null : Promise.resolve(records) }
    if (records === text.records) return known
    return { ...known, text: { ...text, isCounted: false, ...(await text.look()) } }
}

/** Null where the engine cannot read the text: whoever looks at its records may say why. */
async function writeCounted(reading: TableReading, context: TypingPlace): Promise<number | null> {
    try {
        return await writeTyped(plainText(reading), context)
    } catch (cause) {
        if (cause instanceof WarehouseError && cause.kind === 'query') return null
        throw cause
    }
}

function plainText({ file, text }: TableReading): TableText {
    const { table } = file
    const { copy: path, isLineByLine = false, places = null } = text
    return { table, format: plainFormat(table), path, numbered: false, isLineByLine, places }
}

/** Types a table, and rejects its broken records and its bad cells; or says why it cannot. */
export async function typeTable(
    reading: TableReading,
    context: TypingContext,
): Promise<TableState | Failure> {
    const { file, text } = reading
    const { table } = file
    const { broken } = text
    context.onStep('writing', table.name)
    context.signal.throwIfAborted()
    const plain = plainText(reading)
    const whole = isClean(text) ? null : await wholeRecords(plain, context)
    const source = whole === null ? plain : whole.text
    const early = await reading.typed
    const records = whole === null && early !== null ? early : await writeTyped(source, context)
    const changed = await text.changed()
    if (changed !== null) return changed
    if (records !== text.records) {
        const params = { table: table.name, counted: text.records, read: records }
        return failure('sources.records_differ', params, { file: file.name })
    }
    const parts = whole === null || whole.part === null ? [] : [whole.part]
    const state = {
        ...{ table, fileName: file.name, text: plain, records, broken, parts },
        ...placeOf(table.name, context),
        picked: null,
    }
    return await rejectCells(state, context, source)
}

async function rejectCells(
    state: TableState,
    context: TypingContext,
    source: TableText,
): Promise<TableState> {
    const { table } = state
    const { warehouse, work } = context
    const rows = join(work, `${table.name}.bad-rows.csv`)
    const bad = await warehouse.writeCsv({
        sql:
            `select file_row_number as row_no from ${state.rows} typed ` +
            `where not (${isGoodRow(table, 'typed')}) order by file_row_number`,
        file: rows,
        quote: 'needed',
    })
    if (bad === 0) return state
    context.onStep('listing_faults', table.name)
    const picked = source.numbered ? source : await pick(source, { context, rows })
    const part = join(work, 'parts', table.name, 'cells')
    const count = await warehouse.writeParquet({
        sql: cellRejectsSql(warehouse, picked),
        folder: part,
    })
    if (count === 0) throw new Error(`${table.name} has bad rows without a bad cell`)
    return { ...state, picked, parts: [...state.parts, part] }
}

async function pick(
    text: TableText,
    { context, rows }: { readonly context: TypingContext; readonly rows: string },
): Promise<TableText> {
    const target = join(context.work, `${text.table.name}.bad-rows.txt`)
    await pickRecords({ text, target, rows, signal: context.signal, onBroken: () => {} })
    return { ...text, path: target, numbered: true }
}

/** The records that are whole, numbered, and a part with the others, if there are any. */
async function wholeRecords(
    text: TableText,
    { warehouse, work, signal }: TypingContext,
): Promise<{ readonly text: TableText; readonly part: string | null }> {
    const { table } = text
    const target = join(work, `${table.name}.whole.txt`)
    const listed = join(work, `${table.name}.broken.txt`)
    const file = openSync(listed, 'w')
    let broken = 0
    try {
        writeSync(file, 'line\n')
        const onBroken = (record: LocatedRecord): void => {
            broken++
            writeSync(file, brokenLines(record, table))
        }
        await pickRecords({ text, target, rows: null, signal, onBroken })
    } finally {
        closeSync(file)
    }
    const numbered = { ...text, path: target, numbered: true }
    if (broken === 0) return { text: numbered, part: null }
    const columns = ['line_no', 'column', 'value', 'code', 'params']
    const lines = warehouse.delimited({ path: listed, delimiter: '\t', quote: '"', columns })
    const items = rejectColumns({
        ...{ row: 'null', line: 'line_no', otherRow: 'null' },
        ...{ column: '"column"', value: 'value', code: 'code', params: 'params' },
    })
    const part = join(work, 'parts', table.name, 'broken')
    await warehouse.writeParquet({ sql: `select ${items} from ${lines} broken`, folder: part })
    return { text: numbered, part }
}

function brokenLines(record: LocatedRecord, table: ContractTable): string {
    const lines = brokenReasons(record, table).map(({ column, value, code, params }) => {
        const about = {
            ...{ table: table.name, ...params },
            ...(column === null ? {} : { column }),
            ...(value === null ? {} : { value }),
        }
        const cells = [column ?? '', value ?? '', code, JSON.stringify(about).slice(0, -1)]
        const quotes = cells.map((cell) => (cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`))
        return [record.line, ...quotes].join('\t')
    })
    return `${lines.join('\n')}\n`
}
