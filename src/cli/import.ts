import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '#domain/result.ts'
import { type TakenDelivery, takeDelivery } from '#pipeline/batches/take-delivery.ts'
import { type LoadedContract, loadContract } from '#pipeline/load-contract.ts'
import { shipped } from '#runtime/shipped.ts'
import type { SourceDatabase } from '#store/source-database.ts'
import { type Session, withBank } from './bank-session.ts'
import { importJson, importText } from './import-view.ts'
import { type Delivery, openDelivery } from './open-delivery.ts'
import type { Frame } from './run-command.ts'
import { tellImport } from './tell-import.ts'

/** What `tong import` is given. */
export type ImportFlags = {
    readonly system: string
    /** A folder of files, or the address of a database; left out: the settings name one. */
    readonly folder?: string | undefined
    /** Names with commas between them; also given several times. */
    readonly only?: readonly string[]
    readonly dryRun?: boolean
}

/** `tong import SYSTEM FOLDER`: takes a delivery of a source system, all of it or none. */
export async function importSystem(frame: Frame, flags: ImportFlags): Promise<void> {
    const roots = [shipped.models, join(frame.config.dataFolder, 'models')]
    const loaded = await loadContract(roots, flags.system)
    const delivery = await openDelivery(frame.config, loaded.contract, flags.folder)
    try {
        await importFrom(frame, { flags, loaded, delivery })
    } finally {
        await delivery.database?.close()
    }
}

type Taking = {
    readonly flags: ImportFlags
    readonly loaded: LoadedContract
    readonly delivery: Delivery
}

async function importFrom(frame: Frame, { flags, loaded, delivery }: Taking): Promise<void> {
    const { system } = flags
    const { folder, database } = delivery
    const { dataFolder } = frame.config
    const { bank } = loaded.contract
    const isDry = flags.dryRun === true
    if (isDry && !existsSync(join(dataFolder, 'tong.yaml'))) {
        refuse('cli.dry_run_new', { path: dataFolder, system, folder })
    }
    const create = bank === null || isDry ? null : { ...bank, demo: false }
    const access = isDry ? 'read' : 'write'
    const only = namesOf(flags.only)
    const taken = await withBank<TakenDelivery>(frame, { access, create }, (session) =>
        importInto(frame, { session, loaded, folder, database, only, isDry }),
    )
    frame.answer({ json: importJson(taken), text: () => importText(frame, taken) })
}

function namesOf(only: readonly string[] | undefined): readonly string[] | null {
    if (only === undefined) return null
    const names = only.flatMap((text) => text.split(',')).map((name) => name.trim())
    return names.filter((name) => name !== '')
}

/** What to import into which open bank. */
export type ImportJob = {
    readonly session: Session
    readonly loaded: LoadedContract
    readonly folder: string
    /** The database that tables are queried from; null or left out: none. */
    readonly database?: SourceDatabase | null
    /** The tables that are delivered; null or left out: all. */
    readonly only?: readonly string[] | null
    readonly isDry?: boolean
    /** Its share of all that is expected, where it is one of several pieces of work. */
    readonly weight?: number
}

/** Imports a delivery into an open bank, with progress. */
export async function importInto(
    frame: Frame,
    { session, loaded, folder, database = null, only = null, isDry = false, weight }: ImportJob,
): Promise<TakenDelivery> {
    const { bank, context } = session
    const { say, progress } = frame
    const { system } = loaded.contract
    const taken = await takeDelivery(
        { ...context, store: bank.store },
        {
            ...{ loaded, folder, database, only, isDry },
            onProgress: tellImport(frame, {
                ...{ label: say('cli.progress.importing', { system }), weight: weight ?? 0 },
            }),
        },
    )
    const rows = taken.batch.tables.reduce((sum, { accepted }) => sum + accepted, 0)
    progress.end(say('cli.progress.rows', { rows }))
    return taken
}
