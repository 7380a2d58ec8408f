import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '#domain/result.ts'
import { writeReport } from '#exports/report.ts'
import { type ReportAsked, reportBank } from '#pipeline/report/report-bank.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { loadSays } from '#runtime/texts.ts'
import type { ReportSummary } from '#serving/report-summary.ts'
import type { Session } from './bank-session.ts'
import { ladderOf } from './closing-summary.ts'
import type { Frame } from './run-command.ts'

/** The report of the last close of the bank's first ladder, as `tong start` shows it. */
export function lastReport(session: Session): Promise<ReportSummary> {
    const ladder = ladderOf(session.bank.settings.ladders)
    return readReport(session, { ladder, month: null, scope: { kind: 'bank' } })
}

/** Reads all that a report shows. */
export function readReport(
    { bank, context }: Session,
    asked: Omit<ReportAsked, 'isDemo'>,
): Promise<ReportSummary> {
    return reportBank(context, { ...asked, isDemo: bank.settings.demo })
}

/** Where the report of the whole bank lies, beside its data. */
export function reportFile({ bank }: Session): string {
    return join(bank.folder.path, 'report.html')
}

/**
 * Writes a report into a file, whole or not at all, over one that is there. Returns its path.
 * Throws Refusal where the folder or the disk does not take it.
 */
export async function saveReport(
    { config }: Pick<Frame, 'config'>,
    { summary, file }: { readonly summary: ReportSummary; readonly file: string },
): Promise<string> {
    const page = writeReport(summary, loadSays(), config.language)
    const draft = join(dirname(file), `.${basename(file)}.part`)
    try {
        await writeFile(draft, page)
        await rename(draft, file)
    } catch (cause) {
        await rm(draft, { force: true })
        const trouble = fileTrouble(cause, file)
        throw trouble === null ? cause : new Refusal([trouble])
    }
    return file
}
