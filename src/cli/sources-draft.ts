import { basename, dirname, resolve } from 'node:path'
import { refuse } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'
import { shellWord } from '#domain/shell-word.ts'
import { type DraftOptions, draftContract } from '#pipeline/draft/draft-contract.ts'
import { draftDatabase } from '#pipeline/draft/draft-database.ts'
import { openWorkspace } from '#runtime/open-workspace.ts'
import type { Draft } from '#sources/draft.ts'
import { draftDoubts, draftText } from '#sources/draft-text.ts'
import { plainName } from '#sources/draft-words.ts'
import { openSourceDatabase } from '#store/source-database.ts'
import { newFileIf, writeNew } from './new-file.ts'
import { isAddress } from './open-delivery.ts'
import type { Frame } from './run-command.ts'

/** What `tong sources draft` is given. */
export type DraftFlags = {
    readonly system?: string
    /** Of a database; `public` where nothing is said. */
    readonly schema?: string
    readonly out?: string
}

/**
 * `tong sources draft FILE…`: proposes a contract from unknown files, or from the tables of a
 * database where its address stands in their place or in the settings. It needs no bank and changes
 * none; `--out` names the file to be written, which must not be there yet.
 */
export async function draftSources(
    frame: Frame,
    paths: readonly string[],
    flags: DraftFlags,
): Promise<void> {
    const { config, progress, say, signal } = frame
    const address = addressOf(frame, { paths, flags })
    const system = address === null ? systemOf(paths, flags) : systemNamed(flags.system ?? 'bank')
    const file = await newFileIf(flags.out, '--out')
    const out = file?.path ?? null
    const database = address === null ? null : await openSourceDatabase({ url: address })
    const workspace = await openWorkspace(config, signal)
    try {
        let begun = false
        const options: DraftOptions = {
            ...{ warehouse: workspace.warehouse, folder: workspace.folder, system, signal },
            onProgress: ({ done, all, part }) => {
                if (!begun) progress.begin({ label: say('cli.progress.drafting'), total: all })
                begun = true
                progress.advance(done, part)
            },
        }
        const { schema = 'public' } = flags
        const draft =
            database === null
                ? await draftContract(paths, options)
                : await draftDatabase({ database, schema }, options)
        signal.throwIfAborted()
        const text = draftText(draft, say)
        if (file !== null) await writeNew(file, text)
        const json = draftJson(draft, { text, out, say })
        frame.answer({
            json,
            text: () => (out === null ? text.trimEnd() : told(frame, { draft, out, paths })),
        })
    } finally {
        await workspace.close()
        await database?.close()
    }
}

/** The address of the database to look at; null: the paths are files. */
function addressOf(
    { config }: Frame,
    { paths, flags }: { readonly paths: readonly string[]; readonly flags: DraftFlags },
): string | null {
    const [first] = paths
    if (first === undefined) {
        const { system = 'none' } = flags
        return config.sourceDatabases[system] ?? refuse('cli.sources_database_missing', { system })
    }
    if (!paths.some(isAddress)) {
        return flags.schema === undefined
            ? null
            : refuse('cli.sources_database_missing', { system: 'none' })
    }
    return paths.length === 1 ? first : refuse('cli.sources_database_alone')
}

const systemName = /^[a-z][a-z0-9_]*$/

/** The name that was asked for, else that of the folder of the first file. */
function systemOf(paths: readonly string[], { system }: DraftFlags): string {
    return system !== undefined
        ? systemNamed(system)
        : (plainName(basename(dirname(resolve(paths[0] ?? '.')))) ?? 'bank')
}

function systemNamed(system: string): string {
    return systemName.test(system) ? system : refuse('cli.sources_system', { value: system })
}

type DraftAnswer = { readonly text: string; readonly out: string | null; readonly say: Say }

function draftJson(draft: Draft, { text, out, say }: DraftAnswer): unknown {
    return {
        system: draft.system,
        out,
        tables: draft.tables.map(({ name, file, rows, key, columns, relations, misfits }) => ({
            ...{ table: name, file, rows, key, columns: columns.length, misfits },
            relations: relations
                .filter(({ isSure }) => isSure)
                .map(({ columns: names, to }) => ({ columns: names, to })),
        })),
        doubts: draftDoubts(draft).map(({ table, column, note }) => ({
            ...{ table, column, sentence: say(note.key, note.params) },
        })),
        contract: text,
    }
}

type Written = {
    readonly draft: Draft
    readonly out: string
    readonly paths: readonly string[]
}

function told({ say }: Frame, { draft, out, paths }: Written): string {
    const doubts = draftDoubts(draft).length
    const params = { out, tables: draft.tables.length, doubts }
    const lines = draft.tables.map(({ name, file, rows, columns, key }) =>
        say('cli.sources.drafted_table', {
            ...{ table: name, file, rows, columns: columns.length, key: key.join(', ') || '–' },
        }),
    )
    const [first] = paths
    // An address is not shown again: it may hold a password.
    const from = first === undefined ? '' : isAddress(first) ? 'postgres://…' : dirname(first)
    const folder = first === undefined || isAddress(first) ? from : shellWord(from)
    const command = ['tong sources check', shellWord(out), folder].join(' ').trimEnd()
    const next = { system: draft.system, command }
    return [
        say('cli.sources.drafted', params),
        ...lines,
        say('cli.sources.drafted_next', next),
    ].join('\n')
}
