// Writes the sample bank and tells in one line of JSON how long that took:
//
//     node write-sample-bank.ts FOLDER CUSTOMERS

import { join } from 'node:path'
import { readConfig } from '#runtime/config.ts'
import { writeSampleBank } from '#samplebank/write-sample-bank.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'

/** Seconds of the writing, without opening the engine. */
export type SampleBankReport = { readonly seconds: number; readonly transactions: number }

const [folder = '', customers = ''] = process.argv.slice(2)
const { threads, memoryLimitGb } = readConfig({ data: folder })
const spillFolder = join(folder, '.spill')
const warehouse = await openDuckdb({ spillFolder, threads, memoryLimitGb })
try {
    const started = performance.now()
    const { rows } = await writeSampleBank({
        warehouse,
        folder,
        customers: Number(customers),
        seed: 1,
        threads,
    })
    const seconds = (performance.now() - started) / 1000
    const transactions =
        rows['sample/transactions.csv'] +
        rows['sample_cards/spends.txt'] +
        rows['sample_wealth/orders.csv'] +
        rows['sample_credit/repayments.tsv.gz']
    const report: SampleBankReport = { seconds, transactions }
    console.log(JSON.stringify(report))
} finally {
    warehouse.close()
}
