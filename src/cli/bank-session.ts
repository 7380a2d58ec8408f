import type { PublishingContext } from '#pipeline/publish-run.ts'
import type { NewBank } from '#runtime/bank-file.ts'
import { type Bank, openBank } from '#runtime/open-bank.ts'
import { codeVersion, shipped } from '#runtime/shipped.ts'
import type { Frame } from './run-command.ts'

/** How a command opens its bank. */
export type SessionOptions = {
    /** Only one at a time may write; readers never wait. */
    readonly access: 'read' | 'write'
    /** What a data folder that is not there yet begins with; null: it has to be there. */
    readonly create: NewBank | null
}

/** An open bank with all that the pipeline needs. */
export type Session = { readonly bank: Bank; readonly context: PublishingContext }

/** Opens the bank of the data folder, hands it to `work`, and closes it whatever happens. */
export async function withBank<T>(
    frame: Frame,
    { access, create }: SessionOptions,
    work: (session: Session) => Promise<T>,
): Promise<T> {
    const { config, signal } = frame
    signal.throwIfAborted()
    const command = process.argv.slice(2).join(' ')
    const bank = await openBank({ config, access, create, command, signal })
    try {
        return await work({ bank, context: contextOf(frame, bank) })
    } finally {
        await bank.close()
    }
}

function contextOf({ signal, say, progress }: Frame, bank: Bank): PublishingContext {
    const { folder, settings, warehouse, store, actor } = bank
    return {
        settings,
        db: store.db,
        store,
        warehouse,
        folders: folder,
        modelRoots: [shipped.models, folder.models],
        policyRoots: [shipped.policies],
        runsFolder: folder.runs,
        codeVersion: codeVersion(),
        actor,
        signal,
        now: Date.now,
        onProgress: ({ done, total, step }) => {
            if (done === 1) progress.begin({ label: say('cli.progress.building'), total })
            progress.advance(done, step.id)
        },
        onPublish: ({ done, total, part }) => {
            if (done === 0) progress.begin({ label: say('cli.progress.publishing'), total })
            progress.advance(done, part)
        },
    }
}
