import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Setting } from '../bench.ts'

/** The workload of one size: as the peers read it, and as a bank would hand it over. */
export type WorkloadData = {
    /** Holds a folder a size with the Parquet files. */
    readonly parquet: string
    /** parties.csv, accounts.csv, balances.csv and transactions.csv. */
    readonly csv: string
}

/** Makes the data of a size with the peers' own maker, once; it stays in the cache folder. */
export async function makeWorkloadData(
    setting: Setting & { readonly peersFolder: string },
    python: string,
): Promise<WorkloadData> {
    const { cacheFolder, size, tell } = setting
    const parquet = join(cacheFolder, 'workload')
    const csv = join(cacheFolder, 'workload-csv', size)
    const mark = join(csv, 'made-with-transactions.txt')
    if (existsSync(mark)) return { parquet, csv }
    tell(`making the workload of size ${size} in ${parquet}`)
    const maker = join(setting.peersFolder, 'pipeline', 'make_workload.py')
    const made = execFileSync(python, [maker, '--size', size, '--out', parquet])
    mkdirSync(csv, { recursive: true })
    const warehouse = await openDuckdb({
        spillFolder: join(csv, '.spill'),
        memoryLimitGb: 4,
        threads: 2,
    })
    try {
        for (const table of ['parties', 'accounts', 'balances', 'transactions']) {
            const files = table === 'transactions' ? `${table}/*.parquet` : `${table}.parquet`
            const sql = `select * from read_parquet('${join(parquet, size, files)}')`
            await warehouse.writeCsv({ sql, file: join(csv, `${table}.csv`), quote: 'needed' })
        }
    } finally {
        warehouse.close()
    }
    writeFileSync(mark, made)
    return { parquet, csv }
}
