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
            await rm(folder, { recursive: true, force: true })
        },
    }
}
