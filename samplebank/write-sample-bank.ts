import assert from 'node:assert/strict'
import { mkdir, rename, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { type BankFiles, openBankFiles } from './bank-files.ts'
import { type ChunkParts, type DeskCell, emptyLedger } from './chunk.ts'
import { type ChunkPool, openPool } from './chunk-pool.ts'
import type { Fault } from './faults.ts'
import { identifiersMax } from './identifiers.ts'
import { ledgerRows, ledgerSql } from './ledger.ts'
import { otherFiles, type SampleBankFile, sampleBankFiles } from './sample-files.ts'
import { writeDesk, writeShelf } from './workbooks.ts'
import { type Chunk, type ChunkOrder, faultsEvery } from './write-chunk.ts'

/** What to write, how much of it and where. */
export type SampleBankOptions = {
    /** What writes Parquet. */
    readonly warehouse: Warehouse
    /** Where the files go; it is made when needed, files of these names are replaced. */
    readonly folder: string
    /** How many, 1 … 10,000,000. */
    readonly customers: number
    /** A whole number 0 … 1,000,000; another seed is another bank. */
    readonly seed: number
    /** Whether something is wrong in the files, and listed in the truth. True by default. */
    readonly hasFaults?: boolean
    /** Customers written at a time, a multiple of 1,000: what bounds the memory. */
    readonly chunkCustomers?: number
    /** How many threads write; by default, as many as there are cores. */
    readonly threads?: number
    readonly onProgress?: (progress: { readonly done: number; readonly customers: number }) => void
    readonly signal?: AbortSignal
}

/** What was written. */
export type SampleBankResult = {
    /** Absolute or relative as the folder was. */
    readonly files: readonly string[]
    readonly rows: Readonly<Record<SampleBankFile, number>>
}

const chunkCustomersDefault = 5000
const threadsMax = 8

/**
 * Writes a bank that never was: 24 months from January 2024, as the files of seven source systems
 * that the contracts `sample…` describe, one folder each, a late delivery, and in `truth/` what is
 * true. The same seed and size give the same bytes on any machine and with any number of threads;
 * they appear all at once. Throws WarehouseError, the signal's reason when aborted, and what the
 * file system throws.
 */
export async function writeSampleBank(options: SampleBankOptions): Promise<SampleBankResult> {
    const { folder, customers, seed, signal } = options
    const { chunkCustomers = chunkCustomersDefault, onProgress } = options
    assert(Number.isInteger(customers) && customers >= 1 && customers <= identifiersMax)
    assert(Number.isInteger(seed) && seed >= 0 && seed <= 1_000_000)
    assert(chunkCustomers >= faultsEvery && chunkCustomers % faultsEvery === 0)
    signal?.throwIfAborted()
    const work = join(folder, '.work')
    let done = 0
    const chunks = Math.ceil(customers / chunkCustomers)
    const cores = Math.min(options.threads ?? availableParallelism(), threadsMax)
    const pool = openPool(Math.min(cores, chunks), (count) => {
        done += count
        onProgress?.({ done, customers })
    })
    const stop = new Promise<never>((_, fail) => {
        signal?.addEventListener('abort', () => fail(signal.reason), { once: true })
    })
    stop.catch(() => {})
    try {
        await rm(work, { recursive: true, force: true })
        await mkdir(work, { recursive: true })
        const writing = writeAll({ ...options, chunkCustomers, work, pool, stop })
        writing.catch(() => {})
        const rows = await Promise.race([writing, stop])
        for (const file of sampleBankFiles) {
            await mkdir(dirname(join(folder, file)), { recursive: true })
            await rename(join(work, file), join(folder, file))
        }
        return { files: sampleBankFiles.map((file) => join(folder, file)), rows }
    } finally {
        await pool.close()
        await rm(work, { recursive: true, force: true })
    }
}

type Work = SampleBankOptions & {
    readonly chunkCustomers: number
    readonly work: string
    readonly pool: ChunkPool
    readonly stop: Promise<never>
}

async function writeAll(options: Work): Promise<SampleBankResult['rows']> {
    const { work } = options
    for (const file of sampleBankFiles) {
        await mkdir(dirname(join(work, file)), { recursive: true })
    }
    const files = await openBankFiles(work)
    try {
        return await writeInto(files, options)
    } finally {
        await files.close()
    }
}

async function writeInto(files: BankFiles, options: Work): Promise<SampleBankResult['rows']> {
    const { seed, work, warehouse, hasFaults = true } = options
    const ledger = emptyLedger()
    const notes: (readonly DeskCell[])[] = []
    const faults: Fault[] = []
    for await (const parts of partsInOrder(options)) {
        faults.push(...(await files.append(parts)))
        for (const [at, amount] of parts.ledger.amounts.entries()) {
            ledger.amounts[at] = (ledger.amounts[at] ?? 0) + amount
            ledger.accounts[at] = (ledger.accounts[at] ?? 0) + (parts.ledger.accounts[at] ?? 0)
        }
        for (const note of parts.notes) notes.push(note)
    }
    const [shelfFile, ledgerFile, deskFile] = otherFiles
    const shelf = await writeShelf({ path: join(work, shelfFile), hasFaults })
    const desk = await writeDesk({ path: join(work, deskFile), hasFaults }, notes)
    const totals = ledgerRows(ledger, { seed, hasFaults })
    const parquet = join(work, '.ledger')
    await warehouse.writeParquet({ sql: ledgerSql(totals.rows), folder: parquet })
    await rename(join(parquet, 'part-0.parquet'), join(work, ledgerFile))
    faults.push(...shelf.faults, ...desk.faults, ...totals.faults)
    await files.finish({ ledger: totals.rows, faults })
    return {
        ...files.rows(),
        [shelfFile]: shelf.rows,
        [ledgerFile]: totals.rows.length,
        [deskFile]: desk.rows,
    } as SampleBankResult['rows']
}

/** All chunks in their order, each thread one ahead of what has been taken. */
async function* partsInOrder(options: Work): AsyncGenerator<ChunkParts> {
    const { customers, chunkCustomers, seed, hasFaults = true, pool, threads } = options
    const orders: ChunkOrder[] = []
    for (const chunk of chunksOf(customers, chunkCustomers)) {
        orders.push({ ...chunk, seed, customers, hasFaults })
    }
    const ahead = Math.min(threads ?? availableParallelism(), threadsMax) + 1
    const waiting: Promise<ChunkParts>[] = []
    for (const order of orders) {
        const parts = pool.write(order)
        parts.catch(() => {})
        waiting.push(parts)
        const first = waiting.length > ahead ? waiting.shift() : undefined
        if (first !== undefined) yield await first
    }
    for (const parts of waiting) yield await parts
}

function chunksOf(customers: number, size: number): readonly Chunk[] {
    return Array.from({ length: Math.ceil(customers / size) }, (_, at) => ({
        from: at * size,
        to: Math.min((at + 1) * size, customers),
    }))
}
