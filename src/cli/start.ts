import { readBankFile } from '#runtime/data-folder.ts'
import { readCloses } from '#serving/read-closes.ts'
import { withBank } from './bank-session.ts'
import { numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { lastReport, reportFile, saveReport } from './save-report.ts'
import { assertNoHalfBank, bringUpToDate } from './start-own.ts'
import { makeSampleBank, sampleBankSettings } from './start-sample.ts'
import { runStage } from './start-stages.ts'
import { renderSummary } from './terminal/summary-view.ts'

const customersMax = 10_000_000

/**
 * `tong start`: shows what Tong does. In a new data folder it makes the sample bank, closes its
 * last year and writes the report; a bank that is there already is brought up to the last month
 * that was delivered, and its last close shown.
 */
export async function start(frame: Frame, flags: { readonly customers: string }): Promise<void> {
    const customers = numberFlag(flags.customers, {
        flag: '--customers',
        min: 100,
        max: customersMax,
    })
    const file = readBankFile(frame.config.dataFolder)
    if (file === null) assertNoHalfBank(frame)
    const create = await sampleBankSettings()
    const shown = await withBank(frame, { access: 'write', create }, async (session) => {
        const isSample = file === null || file.bank.demo
        const last = (await readCloses(session.context.db)).at(-1)
        if (!isSample) await bringUpToDate(frame, session)
        else if (last === undefined) await makeSampleBank(frame, { session, customers })
        else await runStage(frame, { session, through: last.month })
        const summary = await lastReport(session)
        const report = await saveReport(frame, { summary, file: reportFile(session) })
        return { summary, report }
    })
    frame.answer({
        json: shown,
        text: () => renderSummary(shown.summary, { ...frame, reportFile: shown.report }),
    })
}
