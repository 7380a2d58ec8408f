import { stat, writeFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { Refusal, refuse } from '#domain/result.ts'
import type { Say } from '#domain/say.ts'
import { draftContract } from '#pipeline/draft/draft-contract.ts'
import { fileTrouble } from '#runtime/file-trouble.ts'
import { openWorkspace } from '#runtime/open-workspace.ts'
import type { Draft } from '#sources/draft.ts'
import { draftDoubts, draftText } from '#sources/draft-text.ts'
import { plainName } from '#sources/draft-words.ts'
import type { Frame } from './run-command.ts'
import { shellWord } from './terminal/shell-word.ts'

/** What `tong sources draft` is given. */
export type DraftFlags = { readonly system?: string; readonly out?: string }

/**
 * `tong sources draft FILE…`: proposes a contract from unknown files. It needs no bank and changes
 * none; `--out` names the file to be written, which must not be there yet.
 */
export async function draftSources(
    frame: Frame,
    paths: readonly string[],
    flags: DraftFlags,
): Promise<void> {
    const { config, progress, say, signal } = frame
    const system = systemOf(paths, flags)
    const out = flags.out === undefined ? null : await freePath(flags.out)
    const workspace = await openWorkspace(config, signal)
    try {
        let begun = false
        const draft = await draftContract(paths, {
            ...{ warehouse: workspace.warehouse, folder: workspace.folder, system, signal },
            onProgress: ({ done, all, part }) => {
                if (!begun) progress.begin({ label: say('cli.progress.drafting'), total: all })
                begun = true
                progress.advance(done, part)
            },
        })
        signal.throwIfAborted()
        const text = draftText(draft, say)
        if (out !== null) await writeNew(out, text)
        const json = draftJson(draft, { text, out, say })
        frame.answer({
            json,
            text: () => (out === null ? text.trimEnd() : told(frame, { draft, out, paths })),
        })
    } finally {
        await workspace.close()
    }
}

const systemName = /^[a-z][a-z0-9_]*$/

/** The name that was asked for, else that of the folder of the first file. */
function systemOf(paths: readonly string[], { system }: DraftFlags): string {
    if (system !== undefined) {
        return systemName.test(system) ? system : refuse('cli.sources_system', { value: system })
    }
    return plainName(basename(dirname(resolve(paths[0] ?? '.')))) ?? 'bank'
}

async function freePath(path: string): Promise<string> {
    const out = resolve(path)
    const isThere = (await stat(out).catch(() => null)) !== null
    return isThere ? refuse('cli.sources_out_there', { path: out }) : out
}

/** A file that has come to be there in the meantime is not written over either. */
async function writeNew(path: string, text: string): Promise<void> {
    try {
        await writeFile(path, text, { flag: 'wx' })
    } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? cause.code : null
        if (code === 'EEXIST') refuse('cli.sources_out_there', { path })
        if (code === 'ENOENT') refuse('cli.sources_out_folder', { path })
        const trouble = fileTrouble(cause, path)
        throw trouble === null ? cause : new Refusal([trouble])
    }
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
    const folder = shellWord(dirname(paths[0] ?? '.'))
    const next = { system: draft.system, out: shellWord(out), folder }
    return [
        say('cli.sources.drafted', params),
        ...lines,
        say('cli.sources.drafted_next', next),
    ].join('\n')
}
