import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Person } from '#domain/person.ts'
import { writeReport } from '#exports/report.ts'
import { closeBank } from '#pipeline/close-bank.ts'
import { mainSpreads } from '#pipeline/features/main-spreads.ts'
import { loadContract } from '#pipeline/load-contract.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { shipped } from '#runtime/shipped.ts'
import { loadSays } from '#runtime/texts.ts'
import { lastMonth } from '#samplebank/calendar.ts'
import { sampleSystems } from '#samplebank/sample-files.ts'
import { writeSampleBank } from '#samplebank/write-sample-bank.ts'
import { readCloses } from '#serving/read-closes.ts'
import type { Summary } from '#serving/summary.ts'
import { type Session, withBank } from './bank-session.ts'
import { closingSummary } from './closing-summary.ts'
import { importInto } from './import.ts'
import { numberFlag } from './read-flags.ts'
import type { Frame } from './run-command.ts'
import { renderSummary } from './terminal/summary-view.ts'

const sampleSystem = 'sample'
const sampleSeed = 1
const customersMax = 10_000_000
/** Where the sample bank's files go, below the data folder. */
const sampleFolder = 'sample'

/** Made-up colleagues, so that what takes two persons can be tried. */
const samplePeople: readonly Person[] = [
    {
        name: 'wang',
        isCompliance: false,
        mayApprovePolicies: true,
        approves: { wealth: 'private', value: 'top', corporate: 'strategic', cards: 'infinite' },
    },
    { name: 'li', isCompliance: true, mayApprovePolicies: false, approves: {} },
]

/**
 * `tong start`: shows what Tong does. In a new data folder it makes the sample bank, closes its
 * last year and writes the report; where a bank is there already, it shows that bank's last close.
 */
export async function start(frame: Frame, flags: { readonly customers: string }): Promise<void> {
    const customers = numberFlag(flags.customers, {
        flag: '--customers',
        min: 100,
        max: customersMax,
    })
    const { dataFolder } = frame.config
    const file = readBankFile(dataFolder)
    const loaded = await loadContract([shipped.models], sampleSystem)
    const { bank } = loaded.contract
    if (bank === null) throw new Error('the sample bank says what a data folder begins with')
    const create = { ...bank, demo: true, people: samplePeople }
    const shown = await withBank(frame, { access: 'write', create }, async (session) => {
        const isClosed = (await readCloses(session.context.db)).length > 0
        if ((file === null || file.bank.demo) && !isClosed) {
            await makeSampleBank(frame, { session, customers })
        }
        const summary = await reportSummary(session)
        return { summary, report: await saveReport(frame, { session, summary }) }
    })
    frame.answer({
        json: shown,
        text: () => renderSummary(shown.summary, { ...frame, reportFile: shown.report }),
    })
}

/** The summary of the last close with what only the report shows. */
async function reportSummary(session: Session): Promise<Summary> {
    const summary = await closingSummary(session)
    const month = summary.months.at(-1)?.month
    if (month === undefined) return summary
    return { ...summary, spreads: await mainSpreads(session.context, month) }
}

async function makeSampleBank(
    frame: Frame,
    { session, customers }: { readonly session: Session; readonly customers: number },
): Promise<void> {
    const { say, progress, signal } = frame
    const { bank, context } = session
    const folder = join(bank.folder.path, sampleFolder)
    progress.begin({ label: say('cli.progress.sample'), total: customers })
    await writeSampleBank({
        warehouse: context.warehouse,
        folder,
        customers,
        seed: sampleSeed,
        threads: frame.config.threads,
        signal,
        onProgress: ({ done }) => progress.advance(done),
    })
    for (const system of sampleSystems) {
        const loaded = await loadContract([shipped.models], system)
        await importInto(frame, { session, loaded, folder: join(folder, system) })
    }
    await closeBank(context, { through: lastMonth })
}

/** Writes the report beside the data, whole or not at all. Returns its path. */
async function saveReport(
    { config }: Frame,
    { session, summary }: { readonly session: Session; readonly summary: Summary },
): Promise<string> {
    const file = join(session.bank.folder.path, 'report.html')
    const page = writeReport(summary, loadSays(), config.language)
    const draft = join(session.bank.folder.scratch, 'report.html')
    await writeFile(draft, page)
    await rename(draft, file)
    return file
}
