import assert from 'node:assert/strict'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { accountsFileSql } from './accounts-file.ts'
import { balancesFileSql, balancesSql } from './balances.ts'
import { customerMonthsSql } from './customer-months.ts'
import { customersFileSql } from './customers-file.ts'
import { householdsFileSql } from './households-file.ts'
import { identifiersMax } from './identifiers.ts'
import { listsFileSql } from './lists-file.ts'
import { oldMistakesSql, oldSystemSql, oldTiersFileSql } from './old-system.ts'
import { ratesFileSql } from './rates-file.ts'
import { type Chunk, traitsSql } from './traits.ts'
import { transactionsFileSql } from './transactions.ts'
import { customersTruthSql, monthsTruthSql } from './truth.ts'

/** The files that are written, below the folder. */
export const sampleBankFiles = [
    'customers.csv',
    'accounts.csv',
    'balances.csv',
    'transactions.csv',
    'rates.csv',
    'lists.csv',
    'households.csv',
    'truth/customers.csv',
    'truth/months.csv',
    'truth/old-tiers.csv',
    'truth/old-system-mistakes.csv',
] as const

export type SampleBankFile = (typeof sampleBankFiles)[number]

/** What to write, how much of it and where. */
export type SampleBankOptions = {
    readonly warehouse: Warehouse
    /** Where the files go; it is made when needed, files of these names are replaced. */
    readonly folder: string
    /** How many, 1 … 5,000,000. */
    readonly customers: number
    /** A whole number 0 … 1,000,000; another seed is another bank. */
    readonly seed: number
    /** Customers that are written at a time: what bounds the memory. It orders the rows, too. */
    readonly chunkCustomers?: number
    readonly onProgress?: (progress: { readonly done: number; readonly customers: number }) => void
    readonly signal?: AbortSignal
}

/** What was written. */
export type SampleBankResult = {
    /** Absolute or relative as the folder was. */
    readonly files: readonly string[]
    readonly rows: Readonly<Record<SampleBankFile, number>>
}

const chunkCustomersDefault = 25_000

/** Into how many files traits go: the engine gives no two threads parts of a small one. */
const traitsFiles = 4

/**
 * Writes a bank that never was: 24 months from January 2024, as CSV files that the contract
 * `sample` describes, and the truth behind them in `truth/`. The same seed and size give the same
 * bytes on any machine and with any number of threads. Throws WarehouseError, the signal's reason
 * when aborted, and what the file system throws.
 */
export async function writeSampleBank(options: SampleBankOptions): Promise<SampleBankResult> {
    const { warehouse, folder, customers, seed, signal } = options
    const { chunkCustomers = chunkCustomersDefault } = options
    assert(Number.isInteger(customers) && customers >= 1 && customers <= identifiersMax)
    assert(Number.isInteger(seed) && seed >= 0 && seed <= 1_000_000)
    signal?.throwIfAborted()
    const work = join(folder, '.work')
    const rows: Record<string, number> = {}
    const interrupt = (): void => warehouse.interrupt()
    signal?.addEventListener('abort', interrupt)
    try {
        await rm(work, { recursive: true, force: true })
        await mkdir(work, { recursive: true })
        await mkdir(join(folder, 'truth'), { recursive: true })
        for (let from = 0; from < customers; from += chunkCustomers) {
            const chunk = { from, to: Math.min(from + chunkCustomers, customers) }
            const desk = openDesk(chunk, { ...options, work, rows })
            await writeChunk(chunk, { desk, seed })
        }
    } catch (error) {
        signal?.throwIfAborted()
        throw error
    } finally {
        signal?.removeEventListener('abort', interrupt)
        await rm(work, { recursive: true, force: true })
    }
    return {
        files: sampleBankFiles.map((file) => join(folder, file)),
        rows: rows as SampleBankResult['rows'],
    }
}

/** How one chunk gets to the disk. Every step moves the progress on and heeds the signal. */
type Desk = {
    /** Keeps rows for later steps; answers with SQL that reads them. */
    keep(name: string, queries: readonly string[]): Promise<string>
    /** Appends rows to a file of the bank. */
    append(file: SampleBankFile, sql: string): Promise<void>
}

/** Queries that a chunk keeps and files that it appends to, all told. */
const chunkSteps = traitsFiles + 4 + sampleBankFiles.length

function openDesk(
    chunk: Chunk,
    options: SampleBankOptions & { readonly work: string; readonly rows: Record<string, number> },
): Desk {
    const { warehouse, folder, customers, work, rows, signal, onProgress } = options
    let steps = 0
    const step = async <T>(act: () => Promise<T>): Promise<T> => {
        signal?.throwIfAborted()
        const result = await act()
        steps += 1
        const share = Math.min(steps / chunkSteps, 1)
        onProgress?.({ done: chunk.from + Math.floor((chunk.to - chunk.from) * share), customers })
        return result
    }
    return {
        async keep(name, queries) {
            const folders = queries.map((_, index) => join(work, name, String(index)))
            for (const [index, target] of folders.entries()) {
                const sql = queries[index] ?? ''
                await step(() => warehouse.writeParquet({ sql, folder: target }))
            }
            return warehouse.parquet(folders)
        },
        async append(file, sql) {
            const part = join(work, basename(file))
            const count = await step(() => warehouse.writeCsv({ sql, file: part, quote: 'needed' }))
            await appendCsv(part, { to: join(folder, file), isFirst: chunk.from === 0 })
            rows[file] = (rows[file] ?? 0) + count
        },
    }
}

/** Writes one chunk, step by step through Parquet. */
async function writeChunk(
    chunk: Chunk,
    { desk, seed }: { readonly desk: Desk; readonly seed: number },
): Promise<void> {
    const traits = await desk.keep(
        'traits',
        piecesOf(chunk).map((piece) => traitsSql(piece, seed)),
    )
    if (chunk.from === 0) await desk.append('rates.csv', ratesFileSql())
    await desk.append('customers.csv', customersFileSql(traits))
    await desk.append('accounts.csv', accountsFileSql(traits))
    await desk.append('lists.csv', listsFileSql(traits))
    await desk.append('households.csv', householdsFileSql(traits, seed))
    await desk.append('truth/customers.csv', customersTruthSql(traits))
    const customerMonths = await desk.keep('months', [customerMonthsSql({ traits, seed })])
    await desk.append('transactions.csv', transactionsFileSql(customerMonths))
    const balances = await desk.keep('balances', [balancesSql({ customerMonths, seed })])
    await desk.append('balances.csv', balancesFileSql(balances))
    const truth = await desk.keep('truth', [monthsTruthSql(balances)])
    await desk.append('truth/months.csv', `select * from ${truth} truth`)
    const states = await desk.keep('old-system', [oldSystemSql({ truth, traits, seed })])
    await desk.append('truth/old-tiers.csv', oldTiersFileSql(states))
    await desk.append('truth/old-system-mistakes.csv', oldMistakesSql(states))
}

function piecesOf({ from, to }: Chunk): readonly Chunk[] {
    const size = Math.ceil((to - from) / traitsFiles)
    return Array.from({ length: Math.ceil((to - from) / size) }, (_, index) => ({
        from: from + index * size,
        to: Math.min(from + (index + 1) * size, to),
    }))
}

/** The first part becomes the file; of every other the header is left out. */
async function appendCsv(
    part: string,
    { to, isFirst }: { readonly to: string; readonly isFirst: boolean },
): Promise<void> {
    if (isFirst) return await rename(part, to)
    const start = await headerBytes(part)
    await pipeline(createReadStream(part, { start }), createWriteStream(to, { flags: 'a' }))
    await rm(part)
}

async function headerBytes(file: string): Promise<number> {
    const handle = await open(file)
    try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
        return buffer.subarray(0, bytesRead).indexOf('\n') + 1
    } finally {
        await handle.close()
    }
}
