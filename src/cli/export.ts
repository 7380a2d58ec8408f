import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { formatMonth } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import { type CsvEncoding, csvEncodings, writeCsvFile } from '#exports/csv-file.ts'
import { aboutSheet, type ExportAbout } from '#exports/export-about.ts'
import type { TableChunks } from '#exports/table-sheet.ts'
import { writeWorkbook } from '#exports/workbook.ts'
import type { ExportReader, ExportSource } from '#pipeline/export/export-source.ts'
import { type ExportMade, type NumberedExport, recordExport } from '#serving/exports-made.ts'
import { type Session, withBank } from './bank-session.ts'
import { dressColumns } from './export-columns.ts'
import { sourceName } from './export-names.ts'
import { type ExportTarget, exportTarget, placeExport, type TargetFlags } from './export-target.ts'
import { reasonFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { exportText } from './terminal/exports-text.ts'
import { viewerOf } from './viewer.ts'

/** What every `tong export` is given, whatever leaves. */
export type ExportFlags = TargetFlags & {
    readonly columns?: string
    readonly encoding?: string
    readonly excel?: boolean
    readonly codes?: boolean
    readonly unmask?: boolean
    readonly reason?: string
    readonly by?: string
}

/** What is asked for, as every kind of export needs it. */
export type ExportAsked = {
    /** Null for all. */
    readonly columns: readonly string[] | null
    readonly reader: ExportReader
}

/** Finds the rows of one kind of export. */
export type OpenSource = (session: Session, asked: ExportAsked) => Promise<ExportSource>

type Way = {
    readonly flags: ExportFlags
    readonly target: ExportTarget
    readonly encoding: CsvEncoding
    readonly reason: string | null
}

/**
 * Writes rows into a file: first into the scratch of the data folder, then recorded, and then put
 * in place, so that no half file and no unrecorded one ever appears.
 */
export async function exportRows(
    frame: Frame,
    flags: ExportFlags,
    open: OpenSource,
): Promise<void> {
    const reason = reasonFlag(flags.reason, '--reason')
    if (flags.unmask === true && reason === null) refuse('cli.reason_missing', { flag: '--unmask' })
    const encoding = encodingOf(flags)
    const target = await exportTarget(flags)
    if (target.format !== 'csv' && (flags.encoding !== undefined || flags.excel === true)) {
        refuse('cli.export_csv_only', { format: target.format })
    }
    const way = { flags, target, encoding, reason }
    const made = await withBank(frame, { access: 'read', create: null }, async (session) => {
        const reader = { viewer: viewerOf(session), isUnmasked: flags.unmask === true }
        const source = await open(session, { columns: columnsOf(flags.columns), reader })
        return await makeFile(frame, { session, source, way })
    })
    const { month, ...record } = made
    frame.answer({
        json: { ...record, month: month === null ? null : formatMonth(month) },
        text: () => exportText(frame, made),
    })
}

type Making = { readonly session: Session; readonly source: ExportSource; readonly way: Way }

async function makeFile(frame: Frame, making: Making): Promise<NumberedExport> {
    const { session, source, way } = making
    const { bank, context } = session
    const { target, flags, reason } = way
    const [row] = await context.warehouse.rows(`select count(*) as n from (${source.sql}) counted`)
    const rows = Number(row?.n ?? 0)
    const actor = flags.by?.trim() || bank.actor
    const draft = await writeDraft(frame, { ...making, rows, actor })
    frame.signal.throwIfAborted()
    const made: ExportMade = {
        ...{ actor, osUser: bank.actor, kind: source.kind, name: source.name },
        ...{ month: source.month, runId: source.runId, policyKey: source.policy?.key ?? null },
        ...{ filter: source.filter, rows, withheld: source.withheld, format: target.format },
        columns: source.columns.map(({ name }) => name),
        maskedColumns: source.columns.filter((one) => one.isMasked).map(({ name }) => name),
        ...{ file: target.path, bytes: (await stat(draft)).size, sha256: await sha256Of(draft) },
        ...{ isMasked: flags.unmask !== true, reason },
    }
    const exportNo = await recordExport(bank.store, made)
    await placeExport(draft, target)
    return { exportNo, ...made }
}

type Writing = Making & { readonly rows: number; readonly actor: string }

/** Returns the path of the file, which nobody has seen yet. */
async function writeDraft(frame: Frame, writing: Writing): Promise<string> {
    const { session, source, way, rows } = writing
    const { warehouse, folders, settings } = session.context
    const { say, language, progress } = frame
    const { format } = way.target
    const folder = join(folders.scratch, 'export')
    const label = say('cli.export.step.writing')
    if (format === 'parquet') {
        progress.begin({ label, total: 1 })
        await warehouse.writeParquet({ sql: source.sql, folder })
        progress.advance(1)
        return join(folder, 'part-0.parquet')
    }
    await mkdir(folder, { recursive: true })
    const columns = dressColumns(source.columns, {
        ...{ say, language, currency: settings.baseCurrency },
        ...{ policy: source.policy?.policy ?? null, isPlain: way.flags.codes === true },
    })
    progress.begin({ label, total: rows })
    const chunks = toldChunks(warehouse.chunks(source.sql), frame)
    const draft = join(folder, `draft.${format}`)
    if (format === 'csv') {
        const isForExcel = way.flags.excel === true
        await writeCsvFile(draft, { columns, chunks, encoding: way.encoding, isForExcel })
        return draft
    }
    const titles = columns.map(({ title }) => title)
    await writeWorkbook(draft, [
        // Excel allows 31 characters: the schema of a table is left out.
        { name: sourceName(source, say).replace(/^.*\./, ''), columns, chunks },
        aboutSheet(aboutOf(writing, { titles, name: sourceName(source, say) }), { say, language }),
    ])
    return draft
}

function aboutOf(
    { source, way, rows, actor }: Writing,
    { titles, name }: { readonly titles: readonly string[]; readonly name: string },
): ExportAbout {
    const { kind, month, runId, filter, withheld } = source
    return {
        ...{ kind, name, month, runId, filter, rows, withheld },
        policyKey: source.policy?.key ?? null,
        maskedTitles: titles.filter((_, index) => source.columns[index]?.isMasked === true),
        isMasked: way.flags.unmask !== true,
        reason: way.reason,
        madeBy: actor,
        madeAt: `${new Date().toISOString().slice(0, 19).replace('T', ' ')} UTC`,
    }
}

/** The same chunks; who waits is told how far they are, and who asked to stop is heeded. */
async function* toldChunks(chunks: TableChunks, { progress, signal }: Frame): TableChunks {
    let done = 0
    for await (const chunk of chunks) {
        signal.throwIfAborted()
        yield chunk
        done += chunk[0]?.length ?? 0
        progress.advance(done)
    }
}

async function sha256Of(path: string): Promise<string> {
    const hash = createHash('sha256')
    await pipeline(createReadStream(path), hash)
    return hash.digest('hex')
}

function encodingOf({ encoding = 'utf-8' }: ExportFlags): CsvEncoding {
    const known = csvEncodings.find((one) => one === encoding.toLowerCase())
    return known ?? refuse('cli.export_encoding', { encoding, known: csvEncodings.join(', ') })
}

/** Names after a flag, with commas of either kind between them; null: not given. */
function columnsOf(text: string | undefined): readonly string[] | null {
    if (text === undefined) return null
    const names = text.split(/[,，]/).map((name) => name.trim())
    const named = names.filter((name) => name !== '')
    // Nothing but commas is a slip, and refused as a name that is none.
    return named.length > 0 ? named : ['']
}
