import { join, resolve } from 'node:path'
import { formatMonth } from '#domain/month.ts'
import { monthText } from '#exports/month-text.ts'
import { reportAnswer, scopeName } from '#exports/report-answer.ts'
import { reportViewOf } from '#exports/report-view.ts'
import type { ReportSummary } from '#serving/report-summary.ts'
import { assertWritable } from './assert-writable.ts'
import { withBank } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import { monthFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { readReport, reportFile, saveReport } from './save-report.ts'
import { type ScopeFlags, scopeFlags } from './scope-flags.ts'
import { plainText, wrapText } from './terminal/text-fit.ts'

/** What `tong report` is given. */
export type ReportFlags = ScopeFlags & {
    readonly month?: string
    readonly ladder?: string
    readonly page?: string
}

/**
 * `tong report`: the report of a close, of the whole bank, of a branch with all units below it, or
 * of the book of a relationship manager.
 */
export async function report(frame: Frame, flags: ReportFlags): Promise<void> {
    const month = monthFlag(flags.month)
    const scope = scopeFlags(flags)
    const page = flags.page === undefined ? null : resolve(flags.page)
    if (page !== null) assertWritable(page)
    await withBank(frame, { access: 'read', create: null }, async (session) => {
        const ladder = ladderOf(session.context.settings.ladders, flags.ladder)
        const summary = await readReport(session, { ladder, month, scope })
        const isWhole = scope.kind === 'bank' && month === null && flags.ladder === undefined
        const own = isWhole
            ? reportFile(session)
            : join(session.bank.folder.path, fileNameOf(summary))
        const file = await saveReport(frame, { summary, file: page ?? own })
        frame.answer({
            json: jsonOf(summary, file),
            text: () => textOf(frame, summary, file),
        })
    })
}

/** `report-wealth-2025-12-branch-1100.html`; what a file system may not take becomes a dash. */
function fileNameOf({ ladder, months, scope }: ReportSummary): string {
    const month = formatMonth(months.at(-1)?.month ?? 0)
    const part = scope.kind === 'bank' ? [] : [scope.kind, scope.id]
    const name = ['report', ladder.id, month, ...part].join('-')
    return `${name.replaceAll(/[^\p{L}\p{N}-]+/gu, '-')}.html`
}

function jsonOf(summary: ReportSummary, file: string): object {
    const months = summary.months.map(({ month, ...rest }) => ({
        month: formatMonth(month),
        ...rest,
    }))
    return { file, ...summary, months }
}

function textOf(frame: Frame, summary: ReportSummary, file: string): string {
    const { say, language, width, paint } = frame
    const view = reportViewOf(summary, { language, say })
    const month = monthText(view.figures.month, language)
    const title = plainText([summary.ladder.name[language], scopeName(view), month].join(' · '))
    return [
        ...wrapText(title, width).map((line) => paint('strong', line)),
        ...wrapText(plainText(reportAnswer(view)), width),
        ...wrapText(say('cli.report.written', { file: plainText(file) }), width).map((line) =>
            paint('soft', line),
        ),
    ].join('\n')
}
