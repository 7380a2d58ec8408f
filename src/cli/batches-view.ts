import { formatMonth } from '#domain/month.ts'
import { countText } from '#exports/number-text.ts'
import type { CloseUse } from '#pipeline/batches/closes-between.ts'
import type { WaitingBatch } from '#pipeline/batches/late-months.ts'
import type { ListedBatch } from '#pipeline/batches/list-batches.ts'
import type { ShownBatch } from '#pipeline/batches/show-batch.ts'
import type { UndoReport } from '#pipeline/batches/undo-batch.ts'
import { tableJson, tablesTable } from './import-view.ts'
import { monthRanges } from './month-ranges.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'

/** The batches that are listed; `system` null: of all systems. */
type Listed = { readonly batches: readonly ListedBatch[]; readonly system: string | null }

/** The list of batches to read. */
export function batchesText(frame: Frame, { batches, system }: Listed): string {
    const { say, language, width, paint } = frame
    if (batches.length === 0) return say('cli.batches.none', { system: system ?? 'none' })
    const columns = [
        { title: say('cli.batches.column.number'), align: 'right' },
        { title: say('cli.batches.column.system') },
        { title: say('cli.batches.column.imported') },
        { title: say('cli.batches.column.by'), isFlexible: true },
        { title: say('cli.batches.column.tables'), isFlexible: true },
        { title: say('cli.import.column.read'), align: 'right' },
        { title: say('cli.import.column.rejected'), align: 'right' },
        { title: say('cli.import.column.reach') },
        { title: '' },
    ] as const
    const rows = batches.map((one): readonly Cell[] => [
        String(one.batchNo),
        one.system,
        instantText(one.importedAt),
        one.actor,
        tablesText(one.tables),
        countText(one.read, language),
        { text: countText(one.rejected, language), tone: one.rejected > 0 ? 'down' : 'plain' },
        one.reach ?? '–',
        one.status === 'undone' ? { text: say('cli.batches.undone'), tone: 'soft' } : '',
    ])
    return renderTable({ columns, rows, width, paint })
}

const tablesNamedMax = 3

function tablesText(tables: readonly string[]): string {
    if (tables.length <= tablesNamedMax) return tables.join(', ')
    return `${tables.slice(0, tablesNamedMax).join(', ')} +${tables.length - tablesNamedMax}`
}

/** `2026-01-31 08:15`, in UTC. */
function instantText(instant: string): string {
    return instant.slice(0, 16).replace('T', ' ')
}

/** A batch as data; months as text. */
export function shownJson({ batch, counting, closes }: ShownBatch): unknown {
    return {
        ...{ ...batch, tables: batch.tables.map(tableJson) },
        counting,
        closes: closes.map(closeJson),
    }
}

function closeJson({ ladder, month, edition }: CloseUse): unknown {
    return { ladder, month: formatMonth(month), edition }
}

/** A batch to read: where it came from, what is in it, what has become of it. */
export function shownText(frame: Frame, { batch, counting, closes }: ShownBatch): string {
    const { say, paint, width, dataFlag, language } = frame
    const { batchNo, system, batchId, actor, importedAt, undone } = batch
    const files = renderTable({
        columns: [
            { title: say('cli.import.column.table') },
            { title: say('cli.batches.column.file'), isFlexible: true },
            { title: say('cli.batches.column.bytes'), align: 'right' },
            { title: 'SHA-256' },
        ],
        rows: batch.files.map(({ table, file, bytes, sha256 }) => [
            table,
            file,
            countText(bytes, language),
            sha256.slice(0, 12),
        ]),
        width,
        paint,
    })
    const rejected = batch.tables.some((table) => table.rejected > 0)
    const names = batch.tables.map(({ table }) => table)
    const counts =
        counting.length === names.length ? 'all' : counting.length === 0 ? 'none' : 'some'
    const late = batch.tables.flatMap((table) => table.late).map(({ month }) => month)
    const lines = [
        undone === null
            ? say('cli.batches.counting', { counts, tables: counting.join(', ') })
            : paint('down', say('cli.batches.undone_by', undoneParams(undone))),
        closesLine(frame, closes),
        late.length === 0 ? '' : say('cli.batches.late_at_import', { months: monthRanges(late) }),
        rejected ? say('cli.import.reject_look', { batch: batchNo, data: dataFlag }) : '',
    ]
    const when = instantText(importedAt)
    const title = say('cli.batches.title', { batch: batchNo, system, id: batchId, actor, when })
    return [
        paint('strong', title),
        files,
        tablesTable(frame, batch.tables),
        lines.filter((line) => line !== '').join('\n'),
    ].join('\n\n')
}

function undoneParams({ by, at, reason }: NonNullable<ShownBatch['batch']['undone']>): {
    readonly by: string
    readonly when: string
    readonly reason: string
} {
    return { by, when: instantText(at), reason }
}

function closesLine({ say }: Frame, closes: readonly CloseUse[]): string {
    if (closes.length === 0) return say('cli.batches.closes_none')
    const ladders = [...new Set(closes.map(({ ladder }) => ladder))]
    const parts = ladders.map((ladder) => {
        const months = closes.filter((one) => one.ladder === ladder).map(({ month }) => month)
        return `${ladder} ${monthRanges(months)}`
    })
    return say('cli.batches.closes', { closes: parts.join(' · ') })
}

/** What taking a batch back does, as data; months as text. */
export function undoJson({ batch, tables, late, closes, left, isDone }: UndoReport): unknown {
    return {
        isDone,
        batchNo: batch.batchNo,
        batchId: batch.batchId,
        system: batch.system,
        batchesLeft: left,
        tables: tables.map(({ months, ...table }) => ({
            ...table,
            months: months?.map(formatMonth) ?? null,
        })),
        closes: closes.map(closeJson),
        late: late.map(({ month, ...one }) => ({ ...one, month: formatMonth(month) })),
    }
}

/** What taking a batch back does, to read; `again` does it. */
export function undoText(
    frame: Frame,
    { report, again }: { readonly report: UndoReport; readonly again: string },
): string {
    const { say, language, width, paint, dataFlag } = frame
    const { batch, tables, late, closes, left, isDone } = report
    const { batchNo, system } = batch
    const key = isDone ? 'cli.batches.undo.done' : 'cli.batches.undo.would'
    const table = renderTable({
        columns: [
            { title: say('cli.import.column.table'), isFlexible: true },
            { title: say('cli.batches.column.rows'), align: 'right' },
            { title: say('cli.batches.column.back'), align: 'right' },
            { title: say('cli.import.column.changed'), align: 'right' },
            { title: say('cli.import.column.gone'), align: 'right' },
            { title: say('cli.import.column.same'), align: 'right' },
            { title: say('cli.import.column.months'), isFlexible: true },
        ],
        rows: tables.map((one) => [
            one.table,
            countText(one.rows, language),
            countText(one.added, language),
            countText(one.changed, language),
            countText(one.gone, language),
            countText(one.same, language),
            one.months === null ? '–' : monthRanges(one.months),
        ]),
        width,
        paint,
    })
    const months = late.map(({ month }) => month)
    const lines = [
        left === 0 ? paint('down', say('cli.batches.undo.nothing_left', { system })) : '',
        closesLine(frame, closes),
        late.length === 0 ? '' : say('cli.batches.undo.late', { months: monthRanges(months) }),
        isDone && late.length > 0 ? say('cli.import.late_look', { data: dataFlag }) : '',
        isDone ? '' : `${say('cli.batches.undo.again')}\n  ${again}`,
    ]
    return [
        paint('strong', say(key, { batch: batchNo, system })),
        table,
        lines.filter((line) => line !== '').join('\n'),
    ].join('\n\n')
}

/** Months that wait, as data. */
export function lateJson({ months, from, ...batch }: WaitingBatch): unknown {
    return {
        ...batch,
        from: formatMonth(from),
        months: months.map(({ month, rows }) => ({ month: formatMonth(month), rows })),
    }
}

/** Closed months that wait for a restatement, to read, and the command that makes it. */
export function lateText(frame: Frame, waiting: readonly WaitingBatch[]): string {
    const { say, language, width, paint, dataFlag } = frame
    if (waiting.length === 0) return say('cli.batches.late.none')
    const columns = [
        { title: say('cli.batches.column.number'), align: 'right' },
        { title: say('cli.batches.column.system') },
        { title: say('cli.batches.column.what') },
        { title: say('cli.batches.column.when') },
        { title: say('cli.batches.column.tables'), isFlexible: true },
        { title: say('cli.batches.column.rows'), align: 'right' },
        { title: say('cli.batches.column.months'), isFlexible: true },
    ] as const
    const rows = waiting.map((one) => [
        String(one.batchNo),
        one.system,
        say(`cli.batches.late.${one.event}`),
        instantText(one.at),
        one.tables.join(', '),
        countText(
            one.months.reduce((sum, month) => sum + month.rows, 0),
            language,
        ),
        monthRanges(one.months.map(({ month }) => month)),
    ])
    const from = formatMonth(Math.min(...waiting.map((one) => one.from)))
    return [
        paint('strong', say('cli.batches.late.title')),
        renderTable({ columns, rows, width, paint }),
        say('cli.batches.late.restate', { from, data: dataFlag }),
    ].join('\n')
}
