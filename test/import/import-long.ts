// An import whose every table counts as long, also in a process of its own: node import-long.ts
// FOLDER.

import { join } from 'node:path'
import { valueOrThrow } from '#domain/result.ts'
import type { BatchLedger } from '#pipeline/batches/batch.ts'
import { type ImportReport, importBatch } from '#pipeline/import/import-batch.ts'
import { parseContract } from '#sources/contract.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'

/** The tables of the delivery, in the order in which they are read. */
export const longTables = ['firsts', 'seconds', 'lasts'] as const

const table = (name: string): string => `
    ${name}:
        file: ${name}.csv
        description: One row per item.
        key: [item_no]
        columns:
            item_no: { type: integer, description: Number. }
            booked: { type: date, description: Day. }
            amount: { type: 'decimal(18,2)', unit: CNY, description: Amount. }
`

const contractText = `
system: long
description: Three tables.
files: { delimiter: ',', quote: '"', encoding: utf-8 }
tables:${longTables.map(table).join('')}`

/** What came of the import, and the rows of its batch with the sum of one column. */
export type LongImport = {
    readonly report: ImportReport
    readonly sums: readonly {
        readonly table: string
        readonly rows: number
        readonly sum: number
    }[]
}

/** Imports `delivery` of a folder into its `batches`. */
export async function importLong(folder: string): Promise<LongImport> {
    const spillFolder = join(folder, 'spill')
    const warehouse = await openDuckdb({ spillFolder, memoryLimitGb: 1, threads: 2 })
    const ledger: BatchLedger = {
        find: async () => null,
        latest: async () => null,
        record: async () => {},
    }
    const batches = join(folder, 'batches')
    try {
        const report = await importBatch({
            ...{ warehouse, ledger, contractText, folder: join(folder, 'delivery') },
            contract: valueOrThrow(parseContract(contractText, { file: 'long.yml' })),
            into: { batches, tmp: join(folder, 'tmp'), kept: join(folder, 'tmp', 'import-long') },
            sizes: { keptMin: 0, heldMax: 0 },
            signal: new AbortController().signal,
            onProgress: () => {},
        })
        const sums = longTables.map(async (name) => {
            const rows = warehouse.parquet([join(batches, report.batch.batchId, name)])
            const [row] = await warehouse.rows(
                `select count(*) as rows, cast(sum(amount) as double) as sum from ${rows}`,
            )
            return { table: name, rows: Number(row?.rows), sum: Number(row?.sum) }
        })
        return { report, sums: await Promise.all(sums) }
    } finally {
        warehouse.close()
    }
}

const [, script, folder] = process.argv
if (script === import.meta.filename && folder !== undefined) await importLong(folder)
