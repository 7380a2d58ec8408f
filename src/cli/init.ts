import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { refuse, valueOrThrow } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { listBatches } from '#pipeline/batches/list-batches.ts'
import type { TakenDelivery } from '#pipeline/batches/take-delivery.ts'
import { bankValues } from '#pipeline/draft/bank-values.ts'
import { draftContract } from '#pipeline/draft/draft-contract.ts'
import { tryDelivery } from '#pipeline/draft/try-delivery.ts'
import { type LoadedContract, loadContract } from '#pipeline/load-contract.ts'
import type { NewBank } from '#runtime/bank-file.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { openWorkspace, type Workspace } from '#runtime/open-workspace.ts'
import { placeModels } from '#runtime/place-models.ts'
import { shipped } from '#runtime/shipped.ts'
import { bankModels } from '#sources/bank-models.ts'
import { type BankRoles, guessRoles, withRoles } from '#sources/bank-roles.ts'
import { parseContract } from '#sources/contract.ts'
import { draftText } from '#sources/draft-text.ts'
import { plainName } from '#sources/draft-words.ts'
import type { ModelFile } from '#sources/model-files.ts'
import { withBank } from './bank-session.ts'
import { importInto } from './import.ts'
import { importJson, importText } from './import-view.ts'
import { type InterviewFlags, interview } from './init-interview.ts'
import { createAsker } from './questions.ts'
import type { Frame } from './run-command.ts'
import { tellImport } from './tell-import.ts'

/** What `tong init` is given. */
export type InitFlags = InterviewFlags & { readonly system?: string; readonly yes?: boolean }

/** What a first import needs: where its files are, and what the system is called. */
type Delivered = {
    readonly folder: string
    readonly files: readonly string[]
    readonly system: string
}

/**
 * `tong init FOLDER`: makes a bank of a folder of files of which nothing is known: proposes their
 * contract, finds customers, accounts and balances among them, asks what it cannot know, writes
 * the bank's own models and takes the files in. Nothing is there before all questions are answered
 * and the files fit; run once more, it goes on where it was.
 */
export async function init(frame: Frame, folder: string, flags: InitFlags): Promise<void> {
    const delivered = await deliveredOf(folder, flags)
    if (readBankFile(frame.config.dataFolder) !== null) {
        await goOn(frame, delivered)
        return
    }
    const asker = createAsker(frame, { takesAll: flags.yes === true })
    const workspace = await openWorkspace(frame.config, frame.signal)
    try {
        const drafted = await draftBank(frame, { delivered, workspace })
        const { contract, contractText, roles } = drafted
        const { tables, seen: values } = await tryDelivery(
            {
                ...{ warehouse: workspace.warehouse, contract, contractText },
                ...{ folder: delivered.folder, database: null, only: null },
                ...{ work: join(workspace.folder, 'tried'), signal: frame.signal },
                onProgress: tellImport(frame, { label: frame.say('cli.progress.checking') }),
            },
            (typed) => bankValues(workspace.warehouse, { typed, roles }),
        )
        frame.progress.end()
        const rows = Object.fromEntries(tables.map(({ table, accepted }) => [table, accepted]))
        process.stderr.write(`${rolesText(frame, { roles, rows })}\n`)
        const { bank, meanings } = await interview({ frame, asker, flags, roles, values })
        if (roles.balances.average === null) await confirmEnds(frame, asker)
        frame.signal.throwIfAborted()
        const { system } = delivered
        await placeModels(frame.config.dataFolder, [
            { path: `sources/${system}.yml`, text: contractText },
            ...bankModels(system, { roles, meanings }),
        ] satisfies readonly ModelFile[])
        await takeIn(frame, { delivered, create: bank })
    } finally {
        asker.close()
        await workspace.close()
    }
}

const readable = /\.(csv|tsv|txt|dat|asc|xlsx|parquet)(\.gz)?$/i

async function deliveredOf(folder: string, { system }: InitFlags): Promise<Delivered> {
    const path = resolve(folder)
    const found = await stat(path).catch(() => null)
    if (found === null || !found.isDirectory()) return refuse('cli.init_folder', { path })
    const names = (await readdir(path)).filter((name) => readable.test(name)).sort()
    if (names.length === 0) refuse('cli.init_no_files', { path })
    // A folder called `files` or `2026-01` says nothing of the system.
    const named = plainName(basename(path)) ?? 'core'
    const proposed = ['file', 'files', 'data', 'export'].includes(named)
        ? (plainName(basename(dirname(path))) ?? 'core')
        : named
    const name = system ?? proposed
    if (!/^[a-z][a-z0-9_]*$/.test(name)) refuse('cli.sources_system', { value: name })
    return { folder: path, files: names.map((one) => join(path, one)), system: name }
}

async function draftBank(
    { say, progress, signal }: Frame,
    { delivered, workspace }: { readonly delivered: Delivered; readonly workspace: Workspace },
): Promise<LoadedContract & { readonly contractText: string; readonly roles: BankRoles }> {
    let begun = false
    const draft = await draftContract(delivered.files, {
        ...{ warehouse: workspace.warehouse, folder: workspace.folder, signal },
        system: delivered.system,
        onProgress: ({ done, all, part }) => {
            if (!begun) progress.begin({ label: say('cli.progress.drafting'), total: all })
            begun = true
            progress.advance(done, part)
        },
    })
    progress.end(say('cli.init.drafted', { tables: draft.tables.length }))
    const { roles, missing } = guessRoles(draft)
    if (roles === null) {
        const parts = missing.map((part) => say(`cli.init.part.${part}`)).join(', ')
        return refuse('cli.init_roles', {
            ...{ parts, folder: shellWord(delivered.folder), system: delivered.system },
        })
    }
    const text = draftText(withRoles(draft, roles), say)
    const contract = valueOrThrow(parseContract(text, { file: `${delivered.system}.yml` }))
    return { contract, text, contractText: text, roles }
}

/** A balance of one day is not an average, but all that these files tell. */
async function confirmEnds({ say }: Frame, asker: ReturnType<typeof createAsker>): Promise<void> {
    const answer = await asker.ask({
        text: say('cli.init.ask.ends'),
        reason: say('cli.init.why.ends'),
        proposed: 'yes',
        choices: ['yes', 'no'],
    })
    if (answer === 'no') refuse('cli.init_averages')
}

/** A bank is there: its system is taken in, should that not have come to its end. */
async function goOn(frame: Frame, delivered: Delivered): Promise<void> {
    const { dataFolder } = frame.config
    const own = join(dataFolder, 'models', 'sources', `${delivered.system}.yml`)
    const isThere = (await stat(own).catch(() => null)) !== null
    const { system } = delivered
    if (!isThere) refuse('cli.init_bank_there', { path: dataFolder, system })
    await takeIn(frame, { delivered, create: null })
}

async function takeIn(
    frame: Frame,
    { delivered, create }: { readonly delivered: Delivered; readonly create: NewBank | null },
): Promise<void> {
    const { say, dataFlag, config } = frame
    const { system, folder } = delivered
    const access = 'write'
    const taken = await withBank<TakenDelivery>(frame, { access, create }, async (session) => {
        const { db } = session.context
        const before = await listBatches(db, system)
        if (before.length > 0 && create === null) {
            refuse('cli.init_done', { path: config.dataFolder, system, data: dataFlag })
        }
        const roots = [shipped.models, join(config.dataFolder, 'models')]
        const loaded = await loadContract(roots, system)
        return await importInto(frame, { session, loaded, folder })
    })
    frame.answer({
        json: { system, dataFolder: config.dataFolder, ...objectOf(importJson(taken)) },
        text: () =>
            importText(
                frame,
                taken,
                say('cli.init.next', { system, path: config.dataFolder, data: dataFlag }),
            ),
    })
}

function objectOf(json: unknown): object {
    return typeof json === 'object' && json !== null ? json : {}
}

/** What was found where: whoever reads it sees at once what was taken for what. */
function rolesText(
    { say, paint }: Frame,
    { roles, rows }: { readonly roles: BankRoles; readonly rows: Readonly<Record<string, number>> },
): string {
    const lines = (['customers', 'accounts', 'balances', 'rates'] as const).flatMap((part) => {
        const found = roles[part]
        if (found === null) return []
        const { table, ...columns } = found
        const told = Object.entries(columns)
            .filter(([, column]) => typeof column === 'string')
            .map(([role, column]) => `${say(`cli.init.role.${role}`)} = ${String(column)}`)
        const head = say('cli.init.found', {
            part: say(`cli.init.part.${part}`),
            ...{ table, rows: rows[table] ?? 0 },
        })
        return [`${paint('strong', head)}\n  ${told.join(' · ')}`]
    })
    return lines.join('\n')
}
