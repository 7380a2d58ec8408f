import { rm } from 'node:fs/promises'
import type { Person } from '#domain/person.ts'
import { refuse } from '#domain/result.ts'
import { migrate } from '#store/migrate.ts'
import { migrations } from '#store/migrations.ts'
import { openStore, type Store } from '#store/store.ts'
import type { StoreAddress } from '#store/store-address.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { BankSettings, NewBank } from './bank-file.ts'
import type { Config } from './config.ts'
import { type DataFolder, openDataFolder, readBankFile } from './data-folder.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { readHolder, removeHolder, writeHolder } from './lock-holder.ts'

/** One bank with its engines open. */
export type Bank = {
    readonly folder: DataFolder
    readonly settings: BankSettings
    /** Whom `tong.yaml` gives rights. */
    readonly people: readonly Person[]
    readonly warehouse: Warehouse
    readonly store: Store
    /** Who acts, as it is recorded. */
    readonly actor: string
    /** Closes the engines; a second call waits for the first. */
    close(): Promise<void>
}

/** How a bank is opened. */
export type OpenBank = {
    readonly config: Config
    /** Many may read at any time, one may write. */
    readonly access: 'read' | 'write'
    /** The bank that a new data folder is made for; left out: the folder must be there. */
    readonly create?: NewBank | null
    /** What is running, for those who find the bank busy: `tong close`. */
    readonly command?: string
    /** Ends the warehouse's running query when aborted. */
    readonly signal?: AbortSignal
}

/**
 * Opens the engines of a bank, the store up to date. Throws Refusal: `runtime.busy` where
 * another process writes, and what keeps the folder or an engine from opening; StoreError and
 * WarehouseError. Where it throws, nothing stays open.
 */
export async function openBank(open: OpenBank): Promise<Bank> {
    const { config, signal } = open
    const closers: (() => Promise<void>)[] = []
    const close = async (): Promise<void> => {
        const troubles: unknown[] = []
        for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
            // One that fails must not keep the others open: the server would never stop.
            await closer().catch((cause) => troubles.push(cause))
        }
        if (troubles.length > 0) throw troubles[0]
    }
    try {
        const folder = openDataFolder(config.dataFolder, open.create ?? null)
        closers.push(() => rm(folder.scratch, { recursive: true, force: true }))
        const file = readBankFile(folder.path)
        if (file === null) throw new Error('a data folder that is open has its tong.yaml')
        const store = await openBankStore(open, { folder, closers })
        const warehouse = await openDuckdb({
            spillFolder: folder.scratch,
            memoryLimitGb: config.memoryLimitGb,
            threads: config.threads,
        })
        const interrupt = (): void => warehouse.interrupt()
        signal?.addEventListener('abort', interrupt)
        closers.push(async () => {
            signal?.removeEventListener('abort', interrupt)
            warehouse.close()
        })
        let closing: Promise<void> | null = null
        return {
            folder,
            settings: file.bank,
            people: file.people,
            warehouse,
            store,
            actor: config.actor,
            close: () => {
                closing ??= close()
                return closing
            },
        }
    } catch (cause) {
        // What went wrong first is what a person has to know.
        await close().catch(() => {})
        throw cause
    }
}

async function openBankStore(
    { config, access, command }: OpenBank,
    { folder, closers }: { folder: DataFolder; closers: (() => Promise<void>)[] },
): Promise<Store> {
    let address: StoreAddress
    if (config.databaseUrl !== null) {
        address = { url: config.databaseUrl }
    } else {
        const server = await openEmbeddedPostgres({
            storeFolder: folder.store,
            stateFolder: config.stateFolder,
        })
        closers.push(server.close)
        address = server.address
    }
    const store = await openStore(address)
    closers.push(store.close)
    if (access === 'write') {
        if (!(await store.tryWriteLock())) refuse('runtime.busy', readHolder(folder.lock))
        writeHolder(folder.lock, { command: command ?? 'tong', actor: config.actor })
        closers.push(async () => removeHolder(folder.lock))
    }
    await migrate(store.db, migrations)
    return store
}
