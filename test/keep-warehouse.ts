import { afterAll, beforeAll } from 'vitest'
import { openTestWarehouse, type TestWarehouse } from './open-warehouse.ts'

/** A warehouse and the folder that it spills to, in which tests may build. */
export type KeptWarehouse = Omit<TestWarehouse, 'close'>

/** Keeps DuckDB open over an empty folder while the tests of a file run. */
export function keepWarehouse(threads = 2): KeptWarehouse {
    let opened: TestWarehouse
    beforeAll(async () => {
        opened = await openTestWarehouse(threads)
    })
    afterAll(async () => {
        await opened.close()
    })
    return {
        get warehouse() {
            return opened.warehouse
        },
        get folder() {
            return opened.folder
        },
    }
}
