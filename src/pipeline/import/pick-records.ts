import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import {
    createRecordSplitter,
    type LocatedRecord,
    type RecordRun,
} from '#sources/record-splitter.ts'
import { isWhole } from './broken-record.ts'
import { type Numbers, openNumbers } from './open-numbers.ts'
import { pickLines } from './pick-lines.ts'
import { createPicked, type PickedRecords } from './picked-records.ts'
import { hasHeader } from './read-table.ts'
import type { TableText } from './table.ts'

/** What to take from a text, and where to. */
export type Picking = {
    /** The plain text; it is not numbered. */
    readonly text: TableText
    /** Gets the records that are picked, behind their number and line; a header first. */
    readonly target: string
    /** A file of record numbers, ascending, one a line below a header; null: all are picked. */
    readonly rows: string | null
    readonly signal: AbortSignal
    /** Hears of every record that has not the shape of the table. */
    readonly onBroken: (record: LocatedRecord) => void
}

const chunkBytes = 1 << 20
const lineFeed = 10
const lineEnd = Buffer.from('\n')

/**
 * Goes through a text once more and copies some of its records, each behind its number (from 0,
 * only those of the right shape counted) and its line. It is done only where something is
 * rejected: so that the true line is known, also behind quoted line ends and broken records.
 */
export async function pickRecords(picking: Picking): Promise<void> {
    const wanted = picking.rows === null ? null : openNumbers(picking.rows)
    const out = await open(picking.target, 'w')
    const picked = createPicked(picking.text.format.delimiter)
    const walk = { picking, picked, wanted }
    const flush = async (): Promise<void> => {
        await out.write(picked.take())
    }
    try {
        const { isLineByLine = false, places = null } = picking.text
        if (wanted !== null && isLineByLine && places !== null) {
            const { path, table } = picking.text
            const firstLine = hasHeader(table) ? 1 : 0
            const { signal } = picking
            await pickLines({ path, places, firstLine, wanted, picked, signal, flush })
        } else {
            const isQuick = wanted !== null && isLineByLine
            await readThrough(picking, {
                reader: isQuick ? byLines({ ...walk, wanted }) : byRecords(walk),
                flush,
            })
        }
        await flush()
    } finally {
        wanted?.close()
        await out.close()
    }
}

async function readThrough(
    { text, signal }: Picking,
    { reader, flush }: { readonly reader: Reader; readonly flush: () => Promise<void> },
): Promise<void> {
    for await (const chunk of createReadStream(text.path, { highWaterMark: chunkBytes })) {
        signal.throwIfAborted()
        if (!reader.push(chunk)) break
        await flush()
    }
    reader.end()
}

type Walk = {
    readonly picking: Picking
    readonly picked: PickedRecords
    readonly wanted: Numbers | null
}

/** Goes over the pieces of a text; `push` returns false where the rest need not be looked at. */
type Reader = { push(bytes: Uint8Array): boolean; end(): void }

/** Where each line is a record, lines need only be counted. */
function byLines({ picking, picked, wanted }: Walk & { readonly wanted: Numbers }): Reader {
    const first = hasHeader(picking.text.table) ? 1 : 0
    let rest: Uint8Array = new Uint8Array(0)
    let line = 0
    const push = (next: Uint8Array): boolean => {
        const bytes = rest.length === 0 ? next : Buffer.concat([rest, next])
        let at = 0
        for (;;) {
            const row = wanted.first()
            if (row === null) return false
            const end = bytes.indexOf(lineFeed, at) + 1
            if (end === 0) break
            if (line === row + first) {
                picked.add({ row, line: line + 1, bytes: bytes.subarray(at, end) })
                wanted.drop()
            }
            line++
            at = end
        }
        rest = bytes.subarray(at)
        return true
    }
    return {
        push,
        end: () => {
            if (rest.length > 0) push(lineEnd)
        },
    }
}

function byRecords({ picking, picked, wanted }: Walk): Reader {
    const { table, format } = picking.text
    let isHeader = hasHeader(table)
    let newline: 'lf' | 'crlf' | null = null
    let row = 0
    const onRecord = (record: LocatedRecord): void => {
        const { line, bytes, begin, scan } = record
        newline ??= scan.newline
        if (isHeader) {
            isHeader = false
        } else if (!isWhole(scan, table)) {
            picking.onBroken(record)
        } else {
            if (wanted === null || wanted.first() === row) {
                wanted?.drop()
                picked.add({ row, line, bytes: bytes.subarray(begin, scan.end) })
            }
            row++
        }
    }
    const onRun = (run: RecordRun): void => {
        const last = row + run.records
        let at = run.begin
        let next = row
        for (;;) {
            const target = wanted === null ? next : wanted.first()
            if (target === null || target >= last) break
            for (; next < target; next++) at = run.bytes.indexOf(lineFeed, at) + 1
            const end = run.bytes.indexOf(lineFeed, at) + 1
            const line = run.line + target - row
            picked.add({ row: target, line, bytes: run.bytes.subarray(at, end) })
            wanted?.drop()
            at = end
            next++
        }
        row = last
    }
    const splitter = createRecordSplitter(format, {
        blankLines: table.columns.length === 1 ? 'records' : 'skipped',
        runShape: () =>
            isHeader || newline === null ? null : { columns: table.columns.length, newline },
        ...{ onRecord, onRun },
    })
    return {
        push: (bytes) => splitter.push(bytes) === null,
        end: () => {
            splitter.end()
        },
    }
}
