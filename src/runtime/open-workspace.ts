import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { Config } from './config.ts'

/** A folder and an engine for work that belongs to no bank; both are gone when it is closed. */
export type Workspace = {
    /** Absolute path below the system's folder for temporary files. */
    readonly folder: string
    readonly warehouse: Warehouse
    close(): Promise<void>
}

/** Opens a workspace; its running query ends when `signal` is aborted. */
export async function openWorkspace(config: Config, signal: AbortSignal): Promise<Workspace> {
    const folder = await mkdtemp(join(tmpdir(), 'tong-'))
    const warehouse = await openDuckdb({
        spillFolder: join(folder, 'spill'),
        memoryLimitGb: config.memoryLimitGb,
        threads: config.threads,
    })
    const interrupt = (): void => warehouse.interrupt()
    signal.addEventListener('abort', interrupt)
    return {
        folder,
        warehouse,
        close: async () => {
            signal.removeEventListener('abort', interrupt)
            warehouse.close()
            await rm(folder, { recursive: true, force: true })
        },
    }
}
