// The product's import of one delivery, from its files to the batch with its rejects, told in one
// line of JSON:
//
//     node run-import.ts --into FOLDER --delivery FOLDER --encoding utf-8|gb18030
//         [--contract NAME.yml] [--base FOLDER]
//
// With a base, the batch `base` below that folder is there already and all of it is closed: so the
// rows of the delivery are compared with those that they change.

import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formatDecimal } from '#domain/decimal.ts'
import { valueOrThrow } from '#domain/result.ts'
import type { Batch, BatchLedger, TableCounts } from '#pipeline/batches/batch.ts'
import { type Examination, examineTables } from '#pipeline/batches/examine-tables.ts'
import type { SourcePart } from '#pipeline/batches/source-table.ts'
import { importBatch } from '#pipeline/import/import-batch.ts'
import { type Contract, parseContract } from '#sources/contract.ts'
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
    /** Rows that closed months of the base have otherwise; 0 without a base. */
    readonly late: number
}

/** The base as the list of batches has it. */
const basePart: SourcePart = {
    ...{ batchId: 'base', delivery: 'changes', columns: null, periods: null, rows: 0 },
}

async function runImport(options: {
    readonly into: string
    readonly delivery: string
    readonly encoding: string
    readonly contract: string
    readonly base: string
}): Promise<ImportSaid> {
    const folder = (name: string): string => join(options.into, name)
    for (const name of ['batches', 'tmp']) mkdirSync(folder(name), { recursive: true })
    const file = join(import.meta.dirname, options.contract)
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
    let late = 0
    const examination = (base: string, { system, tables: [table] }: Contract): Examination => ({
        ...{ warehouse, contract, batches: base, wantsDifference: false, onTable: () => {} },
        lastClosed: 202512,
        parts: new Map([[`${system}.${table?.name}`, [basePart]]]),
    })
    try {
        const started = performance.now()
        const { batch } = await importBatch({
            ...{ warehouse, ledger, contract, contractText, folder: options.delivery },
            into: { batches: folder('batches'), tmp: folder('tmp') },
            signal: new AbortController().signal,
            onProgress: () => {},
            examine: async (typed) => {
                counts = typed.tables
                if (options.base === '') return []
                const [facts] = await examineTables(typed, examination(options.base, contract))
                late = (facts?.late ?? []).reduce((sum, { rows }) => sum + rows, 0)
                return []
            },
        })
        const seconds = (performance.now() - started) / 1000
        const read = (...names: readonly string[]): string =>
            warehouse.parquet([join(folder('batches'), batch.batchId, ...names)])
        const [one] = counts
        if (one === undefined) throw new Error('nothing was imported')
        const { table } = one
        const column = contract.tables[0]?.columns.findLast(({ type }) => type.name === 'decimal')
        const [row] = await warehouse.rows(
            `select sum(${column?.name}) as total from ${read(table)}`,
        )
        const [kept] =
            one.rejected === 0
                ? [{ faults: 0 }]
                : await warehouse.rows(`select count(*) as faults from ${read('rejects', table)}`)
        if (row === undefined || typeof row.total !== 'object') throw new Error('no sum')
        return {
            seconds,
            engine: `${warehouse.engine.name} ${warehouse.engine.version}`,
            ...{ accepted: one.accepted, rejected: one.rejected, faults: Number(kept?.faults) },
            sum: row.total === null ? '' : formatDecimal(row.total),
            late,
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
        contract: { type: 'string', default: 'customers.yml' },
        base: { type: 'string', default: '' },
    },
})
console.log(JSON.stringify(await runImport(values)))
