import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Setting } from '../bench.ts'

/** The workload of one size: as the peers read it, and as a bank would hand it over. */
export type WorkloadData = {
    /** Holds a folder a size with the Parquet files. */
    readonly parquet: string
    /** A delivery with all months but the last, and one with that: four Parquet files each. */
    readonly eleven: string
    readonly december: string
}

/** Makes the data of a size with the peers' own maker, once; it stays in the cache folder. */
export async function makeWorkloadData(
    setting: Setting & { readonly peersFolder: string },
    python: string,
): Promise<WorkloadData> {
    const { cacheFolder, size, tell } = setting
    const parquet = join(cacheFolder, 'workload')
    const folder = join(cacheFolder, 'workload-deliveries', size)
    const data = { parquet, eleven: join(folder, 'eleven'), december: join(folder, 'december') }
    const mark = join(folder, 'made.txt')
    if (existsSync(mark)) return data
    tell(`making the workload of size ${size} in ${parquet}`)
    const maker = join(setting.peersFolder, 'pipeline', 'make_workload.py')
    const made = execFileSync(python, [maker, '--size', size, '--out', parquet])
    await writeDeliveries(join(parquet, size), data)
    writeFileSync(mark, made)
    return data
}

async function writeDeliveries(
    parquet: string,
    { eleven, december }: Pick<WorkloadData, 'eleven' | 'december'>,
): Promise<void> {
    const spillFolder = `${eleven}.spill`
    const warehouse = await openDuckdb({ spillFolder, memoryLimitGb: 4, threads: 2 })
    // Parties and accounts are handed over whole every time, with those that open later.
    const days = { balances: 'month_end', transactions: 'booked_on' } as const
    try {
        for (const [folder, months] of [
            [eleven, "< date '2025-12-01'"],
            [december, ">= date '2025-12-01'"],
        ] as const) {
            mkdirSync(folder, { recursive: true })
            for (const table of ['parties', 'accounts', 'balances', 'transactions'] as const) {
                const files = table === 'transactions' ? `${table}/*.parquet` : `${table}.parquet`
                const day = table === 'balances' || table === 'transactions' ? days[table] : null
                const part = join(folder, `${table}.parts`)
                await warehouse.writeParquet({
                    sql:
                        `select * from read_parquet('${join(parquet, files)}')` +
                        (day === null ? '' : ` where ${day} ${months}`),
                    folder: part,
                })
                renameSync(join(part, 'part-0.parquet'), join(folder, `${table}.parquet`))
                rmSync(part, { recursive: true })
            }
        }
    } finally {
        warehouse.close()
    }
}
