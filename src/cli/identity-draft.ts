import { refuse } from '#domain/result.ts'
import { shellWord } from '#domain/shell-word.ts'
import { comparisonText } from '#identity/draft/comparison-text.ts'
import { type DraftedComparison, draftComparison } from '#identity/draft/draft-comparison.ts'
import { sampleTable } from '#pipeline/identity/sample-table.ts'
import { openWorkspace } from '#runtime/open-workspace.ts'
import { readNamedTables } from './identity-tables.ts'
import { newFileIf, writeNew } from './new-file.ts'
import type { Frame } from './run-command.ts'

/** What `tong identity draft` is given. */
export type IdentityDraftFlags = { readonly out?: string }

/** A version is a month: that of today, until the bank says from when on the file is in force. */
function draftVersion(): string {
    return new Date(Date.now()).toISOString().slice(0, 7)
}

/**
 * `tong identity draft FILE`: proposes how the records of an unknown table are compared. It needs
 * no bank and changes none; `--out` names the file to be written, which must not be there yet.
 */
export async function draftIdentity(
    frame: Frame,
    path: string,
    flags: IdentityDraftFlags,
): Promise<void> {
    const { config, signal, say } = frame
    const file = await newFileIf(flags.out, '--out')
    const workspace = await openWorkspace(config, signal)
    try {
        const [table] = await readNamedTables([path], workspace, signal)
        if (table === undefined) throw new Error('a table was read')
        const columns = await sampleTable(workspace.warehouse, table)
        const drafted = draftComparison({ columns, rows: table.rows })
        if (drafted === null) {
            return refuse('cli.identity_nothing_to_compare', {}, { file: path })
        }
        signal.throwIfAborted()
        const text = comparisonText(drafted, { version: draftVersion(), say })
        if (file !== null) await writeNew(file, text)
        const out = file?.path ?? null
        frame.answer({
            json: { out, rows: table.rows, comparison: drafted.comparison, policy: text },
            text: () => (out === null ? text.trimEnd() : told(frame, { path, out, drafted })),
        })
    } finally {
        await workspace.close()
    }
}

type Written = {
    readonly path: string
    readonly out: string
    readonly drafted: DraftedComparison
}

function told({ say }: Frame, { path, out, drafted }: Written): string {
    const { comparison, notes } = drafted
    const doubts = notes.filter(({ note }) => note.isDoubt).length
    const words = ['tong identity run', '--input', shellWord(path), '--policy', shellWord(out)]
    return [
        say('cli.identity.drafted', {
            ...{ out, fields: comparison.fields.length, keys: comparison.blocking.length, doubts },
        }),
        say('cli.identity.drafted_next', { command: words.join(' ') }),
    ].join('\n')
}
