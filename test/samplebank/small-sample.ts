import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
    type SampleBankFile,
    type SampleBankResult,
    sampleBankFiles,
    writeSampleBank,
} from '#samplebank/write-sample-bank.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'

/** A sample bank on the disk, and an engine that asks it questions. */
export type SmallSample = {
    readonly folder: string
    readonly written: SampleBankResult
    readonly warehouse: Warehouse
    /** Rows of a question about `customers`, `accounts` …, `truth_customers`, `truth_months`. */
    ask(sql: string): Promise<readonly Row[]>
    /** The text of a file. */
    text(file: SampleBankFile): Promise<string>
    close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
    birth_date: 'date',
    opened_on: 'date',
    closed_on: 'date',
    matures_on: 'date',
    booked_on: 'date',
    listed_on: 'date',
    ended_on: 'date',
    joined_on: 'date',
    left_on: 'date',
    annual_sales: 'decimal(18,2)',
    average: 'decimal(18,2)',
    end: 'decimal(18,2)',
    amount: 'decimal(18,2)',
    assets: 'decimal(18,2)',
    measure: 'decimal(18,3)',
    rate: 'decimal(18,8)',
    phone: 'varchar',
    id_number: 'varchar',
    kind: 'varchar',
}

/** Writes a sample bank into a folder of its own. */
export async function writeSmallSample(options: {
    readonly customers: number
    readonly threads: number
    readonly seed?: number
    readonly chunkCustomers?: number
}): Promise<SmallSample> {
    const { threads, seed = 1 } = options
    const folder = await mkdtemp(join(tmpdir(), 'tong 样本 '))
    const warehouse = await openDuckdb({
        spillFolder: join(folder, 'spill'),
        memoryLimitGb: 1,
        threads,
    })
    const written = await writeSampleBank({ ...options, warehouse, folder, seed })
    const tables = await Promise.all(sampleBankFiles.map((file) => tableOf({ file, folder })))
    return {
        folder,
        written,
        warehouse,
        ask: (sql) => warehouse.rows(`with ${tables.join(', ')} ${sql}`),
        text: (file) => readFile(join(folder, file), 'utf8'),
        close: async () => {
            warehouse.close()
            await rm(folder, { recursive: true, force: true })
        },
    }
}

async function tableOf({
    file,
    folder,
}: {
    readonly file: SampleBankFile
    readonly folder: string
}): Promise<string> {
    const text = await readFile(join(folder, file), 'utf8')
    const header = text.slice(0, text.indexOf('\n')).split(',')
    const known = header
        .filter((column) => column in types)
        .map((column) => `'${column}': '${types[column]}'`)
    const name = file.replace(/[/-]/g, '_').replace('.csv', '')
    const path = join(folder, file).replaceAll("'", "''")
    const typed = known.length > 0 ? `, types = {${known.join(', ')}}` : ''
    return `${name} as (select * from read_csv('${path}', header = true${typed}))`
}
