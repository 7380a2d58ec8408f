import { formatMonth } from '#domain/month.ts'
import { countText } from '#exports/number-text.ts'
import type { TableFacts } from '#pipeline/batches/batch.ts'
import { differing, type TableDifference } from '#pipeline/batches/compare-tables.ts'
import type { TakenDelivery } from '#pipeline/batches/take-delivery.ts'
import { monthRanges } from './month-ranges.ts'
import { rejectLine } from './reject-text.ts'
import type { Frame } from './run-command.ts'
import { type Cell, renderTable } from './terminal/table.ts'

/** A delivery as data; months as text. */
export function importJson(taken: TakenDelivery): unknown {
    const { batch, closedThrough, differences } = taken
    return {
        ...taken,
        closedThrough: closedThrough === null ? null : formatMonth(closedThrough),
        batch: { ...batch, tables: batch.tables.map(tableJson) },
        differences:
            differences === null
                ? null
                : Object.fromEntries(
                      Object.entries(differences).map(([table, one]) => [
                          table,
                          { ...one, months: one.months?.map(monthJson) ?? null },
                      ]),
                  ),
    }
}

/** What is kept of a table of a batch, as data. */
export function tableJson({ columns: _, ...table }: TableFacts): unknown {
    return { ...table, late: table.late.map(monthJson) }
}

function monthJson<T extends { readonly month: number }>(one: T): unknown {
    return { ...one, month: formatMonth(one.month) }
}

/**
 * A delivery to read: what came of it, table by table, and what is to be done now: to run it, where
 * `next` says nothing else.
 */
export function importText(
    frame: Frame,
    taken: TakenDelivery,
    next: string = frame.say('cli.import.next', { data: frame.dataFlag }),
): string {
    const { say, paint } = frame
    const { batch, batchNo, isDry, isNew, resumed } = taken
    if (!isNew) {
        const key = taken.isLatest ? 'cli.import.known' : 'cli.import.known_older'
        const known = say(key, { system: batch.system, batch: batchNo ?? 0 })
        return [known, tablesTable(frame, batch.tables), next].join('\n')
    }
    const sum = (name: 'accepted' | 'rejected'): number =>
        batch.tables.reduce((total, table) => total + table[name], 0)
    const head = say(isDry ? 'cli.import.dry' : 'cli.import.done', {
        ...{ system: batch.system, batch: batchNo ?? 0, tables: batch.tables.length },
        ...{ rows: sum('accepted'), rejected: sum('rejected') },
    })
    const rejected = sum('rejected')
    const blocks = [
        `${paint('strong', head)}\n${tablesTable(frame, batch.tables)}`,
        resumed.length === 0 ? '' : say('cli.import.resumed', { tables: resumed.join(', ') }),
        rejected === 0 ? '' : rejectLines(frame, taken),
        differenceText(frame, taken),
        lateText(frame, taken),
        isDry ? '' : next,
    ]
    return blocks.filter((block) => block !== '').join('\n\n')
}

/** Read, accepted and rejected rows of each table, and how far it reaches. */
export function tablesTable(frame: Frame, tables: readonly TableFacts[]): string {
    const { say, language, width, paint } = frame
    const inTime = tables.some(({ reach }) => reach !== null)
    const columns = [
        { title: say('cli.import.column.table'), isFlexible: true },
        { title: say('cli.import.column.read'), align: 'right' },
        { title: say('cli.import.column.accepted'), align: 'right' },
        { title: say('cli.import.column.rejected'), align: 'right' },
        ...(inTime ? [{ title: say('cli.import.column.reach') } as const] : []),
    ] as const
    const rows = tables.map(({ table, read, accepted, rejected, reach }): readonly Cell[] => [
        table,
        countText(read, language),
        countText(accepted, language),
        { text: countText(rejected, language), tone: rejected > 0 ? 'down' : 'plain' },
        reach ?? '–',
    ])
    return renderTable({ columns, rows, width, paint })
}

function rejectLines(frame: Frame, { batch, batchNo, examples }: TakenDelivery): string {
    const { say, dataFlag } = frame
    const lines = examples.map(({ first, count }) => {
        const more = count > 1 ? ` ${say('cli.import.reject_alike', { more: count - 1 })}` : ''
        return `${rejectLine(frame, first)}${more}`
    })
    const kinds = batch.tables.reduce((sum, { rejects }) => sum + rejects.length, 0)
    const more = kinds - lines.length
    if (more > 0) lines.push(say('cli.import.reject_more', { more }))
    if (batchNo !== null) {
        lines.push(say('cli.import.reject_look', { batch: batchNo, data: dataFlag }))
    }
    return lines.join('\n')
}

function differenceText(frame: Frame, { differences }: TakenDelivery): string {
    if (differences === null) return ''
    const { say, language, width, paint } = frame
    const tables = Object.entries(differences)
    const columns = [
        { title: say('cli.import.column.table'), isFlexible: true },
        { title: say('cli.import.column.added'), align: 'right' },
        { title: say('cli.import.column.changed'), align: 'right' },
        { title: say('cli.import.column.gone'), align: 'right' },
        { title: say('cli.import.column.same'), align: 'right' },
        { title: say('cli.import.column.months'), isFlexible: true },
    ] as const
    const rows = tables.map(([table, one]) => [
        table,
        countText(one.added, language),
        countText(one.changed, language),
        countText(one.gone, language),
        countText(one.same, language),
        monthsThatDiffer(one),
    ])
    return `${say('cli.import.difference')}\n${renderTable({ columns, rows, width, paint })}`
}

function monthsThatDiffer({ months }: TableDifference): string {
    if (months === null) return '–'
    return monthRanges(months.filter((one) => differing(one) > 0).map(({ month }) => month))
}

/** Closed months that a delivery changes, and what cannot be said of others. */
function lateText(frame: Frame, { batch, isDry, closedThrough }: TakenDelivery): string {
    if (closedThrough === null) return ''
    const { say, dataFlag, paint } = frame
    const late = batch.tables.flatMap((table) => table.late)
    const timeless = batch.tables.filter(({ reach }) => reach === null).map(({ table }) => table)
    const rows = late.reduce((sum, one) => sum + one.rows, 0)
    const months = monthRanges(late.map(({ month }) => month))
    const lines = [
        late.length === 0 ? '' : paint('down', say('cli.import.late', { months, rows })),
        timeless.length === 0
            ? ''
            : paint('soft', say('cli.import.late_timeless', { tables: timeless.join(', ') })),
        late.length === 0 || isDry ? '' : say('cli.import.late_look', { data: dataFlag }),
    ]
    return lines.filter((line) => line !== '').join('\n')
}
