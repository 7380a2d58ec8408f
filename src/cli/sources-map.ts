import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refusal, valueOrThrow } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { presentTable } from '#pipeline/batches/present-table.ts'
import { readParts } from '#pipeline/batches/read-sources.ts'
import { type MappedTable, mapTable } from '#pipeline/draft/map-table.ts'
import { type LoadedContract, loadContract } from '#pipeline/load-contract.ts'
import { readBankFile } from '#runtime/data-folder.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { openWorkspace, type Workspace } from '#runtime/open-workspace.ts'
import { shipped } from '#runtime/shipped.ts'
import { parseContract } from '#sources/contract.ts'
import { addAliases } from '#sources/draft-aliases.ts'
import { yamlScalar } from '#sources/draft-yaml.ts'
import { withBank } from './bank-session.ts'
import type { Frame } from './run-command.ts'

/** Whose files are looked at. */
export type MappedFiles = { readonly system: string; readonly files: readonly string[] }

/**
 * `tong sources map SYSTEM FILE…`: proposes which heading stands for which column. With `--write`
 * the bank's own contract gets the aliases; a shipped one is copied into the data folder first.
 */
export async function mapSource(
    frame: Frame,
    { system, files }: MappedFiles,
    flags: { readonly write?: boolean },
): Promise<void> {
    const { config, signal } = frame
    const own = join(config.dataFolder, 'models')
    const loaded = await loadContract([shipped.models, own], system)
    const workspace = await openWorkspace(config, signal)
    try {
        const tables = await withPresent(frame, { loaded, workspace }, (present) =>
            mapFiles(frame, { loaded, workspace, files, present }),
        )
        const isWritten = flags.write === true && tables.some(({ mappings }) => mappings.length > 0)
        const path = join(own, 'sources', `${system}.yml`)
        if (isWritten) await writeAliases(path, { loaded, tables })
        frame.answer({
            json: {
                system,
                tables: tables.map((one) => tableJson(frame, one)),
                written: isWritten ? path : null,
            },
            text: () => mapText(frame, { system, files, tables, written: isWritten ? path : null }),
        })
    } finally {
        await workspace.close()
    }
}

type Present = (table: string) => string | null
type MapJob = { readonly loaded: LoadedContract; readonly workspace: Workspace }

/** What the bank has of the system; nothing where there is no bank. */
async function withPresent<T>(
    frame: Frame,
    { loaded, workspace }: MapJob,
    work: (present: Present) => Promise<T>,
): Promise<T> {
    if (readBankFile(frame.config.dataFolder) === null) return await work(() => null)
    return await withBank(frame, { access: 'read', create: null }, async ({ bank, context }) => {
        const parts = await readParts(context.db)
        const { batches } = bank.folder
        const { contract } = loaded
        const { warehouse } = workspace
        return await work((table) => presentTable({ contract, table, parts, batches, warehouse }))
    })
}

async function mapFiles(
    { progress, say, signal }: Frame,
    {
        loaded,
        workspace,
        files,
        present,
    }: MapJob & { readonly files: readonly string[]; readonly present: Present },
): Promise<readonly MappedTable[]> {
    const sizes = await Promise.all(
        files.map(async (path) => (await stat(path).catch(() => null))?.size ?? 0),
    )
    progress.begin({
        label: say('cli.progress.drafting'),
        total: sizes.reduce((sum, one) => sum + one, 0),
    })
    let done = 0
    const found: MappedTable[] = []
    for (const [index, path] of files.entries()) {
        const folder = join(workspace.folder, `map-${index}`)
        await mkdir(folder)
        found.push(
            await mapTable(path, {
                ...{ warehouse: workspace.warehouse, folder, present, signal },
                contract: loaded.contract,
                onBytes: (count) => {
                    done += count
                    progress.advance(done)
                },
            }),
        )
    }
    return found
}

/** The new text is read once more before it takes the place of the old one, by one rename. */
async function writeAliases(
    path: string,
    {
        loaded,
        tables,
    }: { readonly loaded: LoadedContract; readonly tables: readonly MappedTable[] },
): Promise<void> {
    const draft = `${path}.${process.pid}.part`
    try {
        const there = await readFile(path, 'utf8').catch(() => null)
        const aliases = tables.flatMap(({ table, mappings }) =>
            mappings.map(({ column, heading }) => ({ table, column, heading })),
        )
        const text = addAliases(there ?? loaded.text, aliases)
        valueOrThrow(parseContract(text, { file: path }))
        await mkdir(dirname(path), { recursive: true })
        await writeFile(draft, text)
        await rename(draft, path)
    } catch (cause) {
        const trouble = fileTrouble(cause, path)
        throw trouble === null ? cause : new Refusal([trouble])
    } finally {
        await rm(draft, { force: true })
    }
}

function tableJson({ say }: Frame, { mappings, ...table }: MappedTable): unknown {
    return {
        ...table,
        mappings: mappings.map(({ notes, ...one }) => ({
            ...{ ...one, score: Math.round(one.score * 100) / 100 },
            reasons: notes.map(({ key, params }) => say(key, params)),
        })),
    }
}

type MapAnswer = {
    readonly system: string
    readonly files: readonly string[]
    readonly tables: readonly MappedTable[]
    readonly written: string | null
}

function mapText(frame: Frame, { system, files, tables, written }: MapAnswer): string {
    const { say, dataFlag } = frame
    const found = tables.flatMap(({ mappings }) => mappings).length
    const args = files.map(shellWord).join(' ')
    const next =
        written === null
            ? say('cli.sources.map.next', { system, files: args, data: dataFlag })
            : say('cli.sources.map.written', { path: written })
    return [...tables.map((one) => mappedText(frame, one)), ...(found === 0 ? [] : [next])].join(
        '\n',
    )
}

function mappedText({ say, paint }: Frame, table: MappedTable): string {
    const { mappings, missing, unexpected, file } = table
    const isSame = mappings.length + missing.length + unexpected.length === 0
    const head = say(isSame ? 'cli.sources.map.same' : 'cli.sources.map.head', {
        ...{ file, table: table.table },
    })
    const lines = mappings.map(({ column, heading, notes }) => {
        const why = notes.map(({ key, params }) => say(key, params)).join(' ')
        return `  ${column}: aliases: [${yamlScalar(heading)}]  ${paint('soft', `# ${why}`)}`
    })
    return [
        paint('strong', head),
        ...lines,
        ...(missing.length === 0
            ? []
            : [`  ${say('cli.sources.map.missing', { columns: missing.join(', ') })}`]),
        ...(unexpected.length === 0
            ? []
            : [`  ${say('cli.sources.map.unexpected', { headings: unexpected.join(', ') })}`]),
    ].join('\n')
}
