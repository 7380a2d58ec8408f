// The product's import of one delivery, from its files to the batch with its rejects, told in one
// line of JSON:
//
//     node run-import.ts --into FOLDER --delivery FOLDER --encoding utf-8|gb18030

import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatDecimal } from '#domain/decimal.ts'
import { valueOrThrow } from '#domain/result.ts'
import type { Batch, BatchLedger, TableCounts } from '#pipeline/batches/batch.ts'
import { importBatch } from '#pipeline/import/import-batch.ts'
import { parseContract } from '#sources/contract.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'

/** What an import tells: its own seconds, without opening the engine, and what it has made. */
export type ImportSaid = {
    readonly seconds: number
    readonly engine: string
    readonly accepted: number
    readonly rejected: number
    /** Rows in the Parquet of the rejects. */
    readonly faults: number
    /** The sum of one column, for comparison with other programs. */
    readonly sum: string
}

async function runImport(options: {
    readonly into: string
    readonly delivery: string
    readonly encoding: string
}): Promise<ImportSaid> {
    const folder = (name: string): string => join(options.into, name)
    for (const name of ['batches', 'tmp']) mkdirSync(folder(name), { recursive: true })
    const file = join(import.meta.dirname, 'customers.yml')
    const contractText = readFileSync(file, 'utf8').replace('utf-8', options.encoding)
    const contract = valueOrThrow(parseContract(contractText, { file }))
    const spillFolder = folder('spill')
    const warehouse = await openDuckdb({ spillFolder, memoryLimitGb: 4, threads: 2 })
    const taken: Batch[] = []
    const ledger: BatchLedger = {
        find: async () => null,
        latest: async () => null,
        record: async (batch) => {
            taken.push(batch)
        },
    }
    let counts: readonly TableCounts[] = []
    try {
        const started = performance.now()
        const { batch } = await importBatch({
            ...{ warehouse, ledger, contract, contractText, folder: options.delivery },
            into: { batches: folder('batches'), tmp: folder('tmp') },
            signal: new AbortController().signal,
            onProgress: () => {},
            examine: async ({ tables }) => {
                counts = tables
                return []
            },
        })
        const seconds = (performance.now() - started) / 1000
        const read = (...names: readonly string[]): string =>
            warehouse.parquet([join(folder('batches'), batch.batchId, ...names)])
        const [row] = await warehouse.rows(
            `select (select sum(aum) from ${read('customers')}) as total, ` +
                `(select count(*) from ${read('rejects', 'customers')}) as faults`,
        )
        const [one] = counts
        if (one === undefined || row === undefined || typeof row.total !== 'object') {
            throw new Error('nothing was imported')
        }
        return {
            seconds,
            engine: `${warehouse.engine.name} ${warehouse.engine.version}`,
            ...{ accepted: one.accepted, rejected: one.rejected, faults: Number(row.faults) },
            sum: row.total === null ? '' : formatDecimal(row.total),
        }
    } finally {
        warehouse.close()
    }
}

const { values } = parseArgs({
    options: {
        into: { type: 'string', default: '' },
        delivery: { type: 'string', default: '' },
        encoding: { type: 'string', default: 'utf-8' },
    },
})
console.log(JSON.stringify(await runImport(values)))
