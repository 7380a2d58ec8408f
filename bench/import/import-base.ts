import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { PeerSetting } from '../pipeline/peer-programs.ts'

/** Rows of the base, of the delivery, and how many of those correct one of the base. */
export const baseRows = { base: 100_000_000, delivered: 1_000_000, corrected: 10_000 } as const

/** Where the base lies as a batch, and the delivery that goes into it. */
export type BaseData = {
    readonly batches: string
    readonly batchId: string
    readonly delivery: string
}

/** The bookings of 2025, spread over its days; what is delivered is of January 2026. */
const bookingsSql = (range: string, amount: string): string =>
    `select row_no + 1 as booking_no, ` +
    `6000000000 + hash(row_no) % 2000000 as account_no, ` +
    `date '2025-01-01' + cast(row_no * 365 // ${baseRows.base} as integer) as booked_on, ` +
    `['转账', '消费', '代发', '利息'][cast(row_no % 4 as integer) + 1] as kind, ` +
    `cast(${amount} as decimal(18,2)) as amount, '摘要 ' || (row_no % 1000) as words ` +
    `from (select range as row_no from range(${range})) rows`

/** Makes base and delivery with the engine, once; they stay in the cache folder. */
export async function makeBaseData({ cacheFolder, tell }: PeerSetting): Promise<BaseData> {
    const folder = join(cacheFolder, 'import-base')
    const batches = join(folder, 'batches')
    const delivery = join(folder, 'delivery')
    const data = { batches, batchId: 'base', delivery }
    if (existsSync(delivery)) return data
    tell(`making ${folder}`)
    const spillFolder = join(folder, 'spill')
    const warehouse = await openDuckdb({ spillFolder, memoryLimitGb: 4, threads: 2 })
    const { base, delivered, corrected } = baseRows
    try {
        await warehouse.writeParquet({
            sql: bookingsSql(`${base}`, 'row_no % 100000 / 100'),
            folder: join(batches, data.batchId, 'bookings'),
        })
        const from = base - corrected
        mkdirSync(`${delivery}.new`, { recursive: true })
        await warehouse.writeCsv({
            sql: bookingsSql(`${from}, ${from + delivered}`, 'row_no % 100000 / 100 + 1'),
            file: join(`${delivery}.new`, 'bookings.csv'),
            quote: 'needed',
        })
    } finally {
        warehouse.close()
    }
    renameSync(`${delivery}.new`, delivery)
    return data
}
