import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** A warehouse over an empty folder; both are gone once it is closed. */
export type TestWarehouse = {
    readonly warehouse: Warehouse
    readonly folder: string
    readonly close: () => Promise<void>
}

/** Opens DuckDB for the tests of one file. */
export async function openTestWarehouse(threads = 2): Promise<TestWarehouse> {
    const folder = await mkdtemp(join(tmpdir(), 'tong-warehouse-'))
    const warehouse = await openDuckdb({ spillFolder: folder, memoryLimitGb: 1, threads })
    return {
        warehouse,
        folder,
        close: async () => {
            warehouse.close()
            // What a property builds that ran out of time may still be on its way there.
            await rm(folder, { recursive: true, force: true, maxRetries: 9, retryDelay: 100 })
        },
    }
}
