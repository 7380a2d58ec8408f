import { formatMonth, type Month } from '#domain/month.ts'
import { countText } from '#exports/number-text.ts'
import type { ExportRecord, NumberedExport } from '#serving/exports-made.ts'
import { columnName, sourceName } from '../export-names.ts'
import type { Frame } from '../run-command.ts'
import { renderTable } from './table.ts'
import { plainText, wrapText } from './text-fit.ts'

/** An export that was made: what, how many rows, what was kept back, and where it is. */
export function exportText(frame: Frame, made: NumberedExport): string {
    const { say, language, width, paint } = frame
    const masked = made.maskedColumns.map((name) => columnName(name, say))
    const done = say('cli.export.done', {
        ...{ kind: made.kind, name: sourceName(made, say), month: monthText(made.month) },
        ...{ rows: made.rows, shown: countText(made.rows, language), columns: made.columns.length },
        ...{ file: plainText(made.file), number: made.exportNo },
    })
    const kept = [
        ...(made.maskedColumns.length === 0
            ? []
            : [say('cli.export.masked', { columns: masked.join(', ') })]),
        ...(made.withheld === 0
            ? []
            : [
                  say('cli.export.withheld', {
                      withheld: made.withheld,
                      shown: countText(made.withheld, language),
                  }),
              ]),
    ]
    return [
        ...wrapText(done, width),
        ...kept.flatMap((line) => wrapText(line, width)).map((line) => paint('soft', line)),
    ].join('\n')
}

function monthText(month: Month | null): string {
    return month === null ? 'none' : formatMonth(month)
}

/** The exports that were made, as a table. */
export function exportLogText(
    { say, language, width, paint }: Frame,
    found: { readonly total: number; readonly exports: readonly ExportRecord[] },
): string {
    const { total, exports } = found
    if (exports.length === 0) return say('cli.export.log.none')
    const columns = [
        { title: say('cli.export.log.number'), align: 'right' },
        { title: say('cli.export.log.at') },
        { title: say('cli.export.log.by') },
        { title: say('cli.export.log.what'), isFlexible: true },
        { title: say('cli.export.log.rows'), align: 'right' },
        { title: say('cli.export.log.shown') },
        { title: say('cli.export.log.file'), isFlexible: true },
    ] as const
    const rows = exports.map((one) => [
        String(one.exportNo),
        one.at.toISOString().slice(0, 16).replace('T', ' '),
        plainText(one.actor),
        say('cli.export.log.kind', {
            ...{ kind: one.kind, name: sourceName(one, say), month: monthText(one.month) },
            ladder: one.filter.ladder ?? 'none',
        }),
        countText(one.rows, language),
        plainText(
            say('cli.export.log.is_masked', {
                ...{ masked: one.isMasked ? 'yes' : 'no', reason: one.reason ?? '' },
            }),
        ),
        plainText(one.file),
    ])
    const more =
        total > exports.length ? [say('cli.export.log.more', { more: total - exports.length })] : []
    return [
        paint('strong', say('cli.export.log.title', { total })),
        renderTable({ columns, rows, width, paint }),
        ...more,
    ].join('\n')
}
