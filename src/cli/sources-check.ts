import { join } from 'node:path'
import type { TableFacts } from '#pipeline/batches/batch.ts'
import { type RejectExample, readRejectExamples } from '#pipeline/batches/read-rejects.ts'
import { takeDelivery } from '#pipeline/batches/take-delivery.ts'
import { tryDelivery } from '#pipeline/draft/try-delivery.ts'
import type { LoadedContract } from '#pipeline/load-contract.ts'
import { namedContract } from '#pipeline/load-contracts.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { openWorkspace } from '#runtime/open-workspace.ts'
import { shipped } from '#runtime/shipped.ts'
import type { SourceDatabase } from '#store/source-database.ts'
import { withBank } from './bank-session.ts'
import { tablesTable } from './import-view.ts'
import { openDelivery } from './open-delivery.ts'
import { rejectLine } from './reject-text.ts'
import type { Frame } from './run-command.ts'
import { tellImport } from './tell-import.ts'

/** Which delivery is checked against which contract: a system, or the file of a contract. */
export type CheckedDelivery = {
    readonly system: string
    /** A folder, or the address of a database; left out: the settings name one. */
    readonly folder: string | undefined
}

type Checked = {
    readonly tables: readonly TableFacts[]
    /** The first fault of each kind that the contract bears. */
    readonly examples: readonly RejectExample[]
    readonly isKnown: boolean
}
type CheckJob = {
    readonly loaded: LoadedContract
    readonly folder: string
    readonly database: SourceDatabase | null
    readonly only: readonly string[] | null
}

/**
 * `tong sources check SYSTEM FOLDER`: does all that an import does and keeps nothing. Where there
 * is a bank, rows may refer to what it has; no bank is needed, and none is changed.
 */
export async function checkSource(
    frame: Frame,
    { system, folder }: CheckedDelivery,
    flags: { readonly only?: string },
): Promise<void> {
    const { config } = frame
    const roots = [shipped.models, join(config.dataFolder, 'models')]
    const loaded = await namedContract(roots, system)
    const names = flags.only?.split(',').map((name) => name.trim())
    const only = names?.filter((name) => name !== '') ?? null
    const delivery = await openDelivery(config, loaded.contract, folder)
    try {
        const job = { loaded, ...delivery, only }
        const hasBank = readBankFile(config.dataFolder) !== null
        const checked = hasBank ? await checkAgainstBank(frame, job) : await checkAlone(frame, job)
        tell(frame, { ...checked, system: loaded.contract.system })
    } finally {
        await delivery.database?.close()
    }
}

function tell(frame: Frame, checked: Checked & { readonly system: string }): void {
    const { say } = frame
    const { system, tables, examples, isKnown } = checked
    const rejected = tables.reduce((sum, one) => sum + one.rejected, 0)
    const rows = tables.reduce((sum, one) => sum + one.accepted, 0)
    const params = { system, tables: tables.length, rows, rejected }
    frame.answer({
        json: {
            ...{ system, fits: true, isKnown },
            tables: tables.map(({ table, read, accepted, rejected: refused, rejects }) => ({
                ...{ table, read, accepted, rejected: refused, rejects },
            })),
        },
        text: () =>
            [
                say(isKnown ? 'cli.sources.check.known' : 'cli.sources.check.fits', params),
                tablesTable(frame, tables),
                ...rejectLines(frame, examples),
            ].join('\n'),
    })
}

async function checkAgainstBank(frame: Frame, job: CheckJob): Promise<Checked> {
    return await withBank(frame, { access: 'read', create: null }, async ({ bank, context }) => {
        const taken = await takeDelivery(
            { ...context, store: bank.store },
            {
                ...job,
                isDry: true,
                onProgress: tellImport(frame, { label: frame.say('cli.progress.checking') }),
            },
        )
        return { tables: taken.batch.tables, examples: taken.examples, isKnown: !taken.isNew }
    })
}

async function checkAlone(frame: Frame, job: CheckJob): Promise<Checked> {
    const { config, signal } = frame
    const { contract, text: contractText } = job.loaded
    const { folder, database, only } = job
    const workspace = await openWorkspace(config, signal)
    const { warehouse } = workspace
    try {
        const work = join(workspace.folder, 'check')
        const onProgress = tellImport(frame, { label: frame.say('cli.progress.checking') })
        const { tables, seen: examples } = await tryDelivery(
            { warehouse, contract, contractText, folder, database, only, work, signal, onProgress },
            async (typed) => {
                const names = contract.tables.map(({ name }) => name)
                const rejects = { folder: join(typed.folder, 'rejects'), tables: names }
                return await readRejectExamples(warehouse, rejects, examplesMax)
            },
        )
        return { tables, examples, isKnown: false }
    } finally {
        await workspace.close()
    }
}

const examplesMax = 20

/** What would be rejected within the threshold: of each kind the first, and how many are alike. */
function rejectLines(frame: Frame, examples: readonly RejectExample[]): readonly string[] {
    return examples.map(({ first, count }) => {
        const alike = frame.say('cli.import.reject_alike', { more: count - 1 })
        return count > 1 ? `${rejectLine(frame, first)} ${alike}` : rejectLine(frame, first)
    })
}
