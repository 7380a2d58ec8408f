import { join } from 'node:path'
import type { Person } from '#domain/person.ts'
import { loadContract } from '#pipeline/load-contract.ts'
import type { NewBank } from '#runtime/bank-file.ts'
import { shipped } from '#runtime/shipped.ts'
import { lastMonth } from '#samplebank/calendar.ts'
import { sampleSystems } from '#samplebank/sample-files.ts'
import { writeSampleBank } from '#samplebank/write-sample-bank.ts'
import type { Session } from './bank-session.ts'
import { importInto } from './import.ts'
import type { Frame } from './run-command.ts'
import { identityStage } from './start-identity.ts'
import { closeStage, runStage, stageWeights, systemWeight } from './start-stages.ts'

const sampleSystem = 'sample'
const sampleSeed = 1
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

/** What a data folder of the sample bank begins with. */
export async function sampleBankSettings(): Promise<NewBank> {
    const { bank } = (await loadContract([shipped.models], sampleSystem)).contract
    if (bank === null) throw new Error('the sample bank says what a data folder begins with')
    return { ...bank, demo: true, people: samplePeople }
}

/** Writes the sample bank's files, takes in its systems, closes its last year, builds the rest. */
export async function makeSampleBank(
    frame: Frame,
    { session, customers }: { readonly session: Session; readonly customers: number },
): Promise<void> {
    const { say, progress, signal } = frame
    const { bank, context } = session
    const folder = join(bank.folder.path, sampleFolder)
    const { sample, identity, close, run, report } = stageWeights
    const systems = sampleSystems.reduce((sum, system) => sum + systemWeight(system), 0)
    progress.expect(sample + systems + identity + close + run + report)
    progress.begin({ label: say('cli.progress.sample'), total: customers, weight: sample })
    await writeSampleBank({
        warehouse: context.warehouse,
        folder,
        customers,
        seed: sampleSeed,
        threads: frame.config.threads,
        signal,
        onProgress: ({ done }) => progress.advance(done),
    })
    progress.end(say('cli.start.customers_made', { customers }))
    for (const system of sampleSystems) {
        const loaded = await loadContract([shipped.models], system)
        await importInto(frame, {
            ...{ session, loaded, folder: join(folder, system) },
            weight: systemWeight(system),
        })
    }
    await identityStage(frame, session, sampleSeed)
    await closeStage(frame, { session, through: lastMonth })
    await runStage(frame, { session, through: lastMonth })
}
