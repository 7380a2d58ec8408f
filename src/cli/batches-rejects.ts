import { once } from 'node:events'
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { findBatchByNo } from '#pipeline/batches/find-batch-by-no.ts'
import { type Reject, readRejects } from '#pipeline/batches/read-rejects.ts'
import { withBank } from './bank-session.ts'
import { batchNoOf } from './batches.ts'
import { type OutFlags, outFile } from './out-file.ts'
import { numberFlag } from './read-flags.ts'
import { rejectLine, rejectSentence } from './reject-text.ts'
import type { Frame } from './run-command.ts'

/** What `tong batches rejects` is given. */
export type RejectsFlags = OutFlags & { readonly limit: string }

const limitMax = 100_000
const pageRows = 10_000

/** `tong batches rejects BATCH`: what was rejected and why, also as a file for who mends it. */
export async function batchesRejects(
    frame: Frame,
    batch: string,
    flags: RejectsFlags,
): Promise<void> {
    const batchNo = batchNoOf(batch)
    const limit = numberFlag(flags.limit, { flag: '--limit', min: 1, max: limitMax })
    const file = outFile(flags, 'csv')
    await withBank(frame, { access: 'read', create: null }, async ({ context }) => {
        const found = await findBatchByNo(context.db, batchNo)
        const where = {
            folder: join(context.folders.batches, found.batchId, 'rejects'),
            tables: found.tables.map(({ table }) => table),
        }
        const pageAt = async (offset: number, rows: number) =>
            await readRejects(context.warehouse, where, { offset, limit: rows })
        if (file !== null) {
            const rows = await writeRejects(frame, { file, pageAt })
            const text = frame.say('cli.batches.rejects.written', { rows, file })
            frame.answer({ json: { batchNo, file, rows }, text: () => text })
            return
        }
        const { total, rejects } = await pageAt(0, frame.isJson ? limitMax : limit)
        frame.answer({
            json: { batchNo, total, rejects: rejects.map((one) => rejectJson(frame, one)) },
            text: () => rejectsText(frame, { batchNo, total, rejects }),
        })
    })
}

function rejectJson(frame: Frame, reject: Reject): unknown {
    return { ...reject, sentence: rejectSentence(frame, reject) }
}

type Rejects = {
    readonly batchNo: number
    readonly total: number
    readonly rejects: readonly Reject[]
}

function rejectsText(frame: Frame, { batchNo, total, rejects }: Rejects): string {
    const { say, dataFlag } = frame
    if (total === 0) return say('cli.batches.rejects.none', { batch: batchNo })
    const lines = rejects.map((one) => rejectLine(frame, one))
    const more = total - rejects.length
    const rest =
        more > 0 ? [say('cli.batches.rejects.more', { more, batch: batchNo, data: dataFlag })] : []
    return [say('cli.batches.rejects.title', { batch: batchNo, total }), ...lines, ...rest].join(
        '\n',
    )
}

type Pages = {
    readonly file: string
    readonly pageAt: (
        offset: number,
        rows: number,
    ) => Promise<{ readonly total: number; readonly rejects: readonly Reject[] }>
}

/** The mark by which Excel knows UTF-8. */
const mark = '\uFEFF'

/** Writes all rejects into a file, whole or not at all. Returns the number of its rows. */
async function writeRejects(frame: Frame, { file, pageAt }: Pages): Promise<number> {
    const draft = `${file}.${process.pid}.part`
    const stream = createWriteStream(draft)
    const ended = finished(stream)
    let written = 0
    try {
        const heads = ['table', 'file', 'line', 'column', 'value', 'code', 'reason']
        stream.write(`${mark}${csvLine(heads)}`)
        for (let total = 1; written < total; ) {
            frame.signal.throwIfAborted()
            const page = await pageAt(written, pageRows)
            total = page.total
            written += page.rejects.length
            const lines = page.rejects.map((one) => csvLine(cellsOf(frame, one))).join('')
            if (!stream.write(lines)) await Promise.race([once(stream, 'drain'), ended])
            if (page.rejects.length === 0) break
        }
        stream.end()
        await ended
        renameSync(draft, file)
        return written
    } catch (cause) {
        stream.destroy()
        await ended.catch(() => {})
        rmSync(draft, { force: true })
        throw cause
    }
}

function cellsOf(frame: Frame, reject: Reject): readonly string[] {
    const { table, file, line, column, value, code } = reject
    const texts = [table, file, String(line ?? ''), column ?? '', value ?? '', code]
    return [...texts, rejectSentence(frame, reject)]
}

/** A value that a spreadsheet would take for a formula is led by an apostrophe. */
function csvLine(cells: readonly string[]): string {
    const safe = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
    return `${safe.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
}
