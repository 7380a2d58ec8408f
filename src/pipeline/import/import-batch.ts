import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, Refusal } from '#domain/result.ts'
import type { Contract } from '#sources/contract.ts'
import { type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import { syncToDisk } from '../sync-to-disk.ts'
import { type DeliveredFile, findFiles } from './files.ts'
import { hasBrokenKeys } from './keys.ts'
import { listFaults, type TableReading } from './listing.ts'
import { badCellMark, type TableText, typedSql } from './table.ts'
import { listedMax, readText } from './text.ts'

/** One delivery of one system that was accepted, as the store keeps it. */
export type Batch = {
    readonly batchId: string
    readonly system: string
    readonly contractSha256: string
    readonly files: readonly {
        readonly table: string
        readonly file: string
        readonly sha256: string
        readonly bytes: number
    }[]
    /** Rows by table. */
    readonly rows: Readonly<Record<string, number>>
}

/** The store's list of batches. A folder of a batch that is not on it does not count. */
export type BatchLedger = {
    find(batchId: string): Promise<Batch | null>
    record(batch: Batch): Promise<void>
    latest(system: string): Promise<Batch | null>
}

/** How far an import is: bytes of all files that are read or written, of those there are. */
export type ImportProgress = {
    readonly table: string
    readonly step: 'reading' | 'writing' | 'listing_faults'
    readonly bytesDone: number
    readonly bytesAll: number
}

/** What an import is given: the delivery, where it goes, and who hears of it. */
export type ImportOptions = {
    readonly warehouse: Warehouse
    readonly ledger: BatchLedger
    readonly contract: Contract
    /** The contract as its file spells it: it is part of the batch's identity. */
    readonly contractText: string
    /** Folder with the delivered files. */
    readonly folder: string
    /** Folders of the data folder, on one file system. */
    readonly into: { readonly batches: string; readonly tmp: string }
    readonly signal: AbortSignal
    readonly onProgress: (progress: ImportProgress) => void
}

/** What came of an import. */
export type ImportReport = {
    /** Whether these very files were imported before, under this very contract. */
    readonly isNew: boolean
    /** Whether models read this batch: it is the system's latest. */
    readonly isLatest: boolean
    readonly batch: Batch
}

/**
 * Imports one delivery: all of its tables or none. Files are read in pieces, so that memory does
 * not grow with them; the batch's folder appears by one rename, and counts from the moment that the
 * ledger has it. Throws {@link Refusal} with all faults (`sources.*`), each with file and line.
 * The caller holds the data folder's write lock.
 */
export async function importBatch(options: ImportOptions): Promise<ImportReport> {
    const { contract, folder, into, signal, warehouse } = options
    const { files, failures } = await findFiles(contract, folder)
    if (failures.length > 0) throw new Refusal(failures)
    const work = join(into.tmp, `import-${process.pid}-${randomUUID()}`)
    await mkdir(join(work, 'texts'), { recursive: true })
    const interrupt = (): void => warehouse.interrupt()
    signal.addEventListener('abort', interrupt)
    try {
        return await importFiles(files, { ...options, work })
    } catch (cause) {
        // What the engine says about its interruption is only the echo of the caller's own wish.
        if (cause instanceof WarehouseError && cause.kind === 'interrupted') signal.throwIfAborted()
        throw cause
    } finally {
        signal.removeEventListener('abort', interrupt)
        await rm(work, { recursive: true, force: true })
    }
}

/** Removes folders of batches that the ledger does not have: imports that were cut short. */
export async function sweepBatches(folder: string, ledger: BatchLedger): Promise<void> {
    const names = await readdir(folder).catch(() => [])
    for (const name of names) {
        const known = (await ledger.find(name)) !== null
        if (!known) await rm(join(folder, name), { recursive: true, force: true })
    }
}

type ImportWork = ImportOptions & { readonly work: string }

async function importFiles(
    files: readonly DeliveredFile[],
    options: ImportWork,
): Promise<ImportReport> {
    const { contract, contractText, into, ledger, work } = options
    const readings = await readTexts(files, options)
    const contractSha256 = createHash('sha256').update(contractText).digest('hex')
    const taken = readings.map(({ file, text }) => ({
        table: file.table.name,
        file: file.name,
        sha256: text.sha256,
        bytes: text.bytes,
    }))
    const hashes = taken.map(({ table, sha256 }) => [table, sha256])
    const identity = JSON.stringify([contract.system, contractSha256, hashes])
    const batchId = createHash('sha256').update(identity).digest('hex').slice(0, 12)
    const latest = await ledger.latest(contract.system)
    const known = await ledger.find(batchId)
    if (known !== null) {
        return { isNew: false, isLatest: latest?.batchId === batchId, batch: known }
    }
    const isSound = readings.every(({ text }) => text.failures.length === 0)
    const rows = isSound ? await writeTables(readings, options) : null
    if (rows === null) return await refuseFaults(readings, options)
    const batch = { batchId, system: contract.system, contractSha256, files: taken, rows }
    // The ledger must not know of more than the disk holds.
    await syncToDisk(join(work, 'tables'))
    await mkdir(into.batches, { recursive: true })
    // A folder of this name is a leftover: the ledger, which counts, does not have it.
    await rm(join(into.batches, batchId), { recursive: true, force: true })
    options.signal.throwIfAborted()
    await rename(join(work, 'tables'), join(into.batches, batchId))
    await ledger.record(batch)
    return { isNew: true, isLatest: true, batch }
}

async function readTexts(
    files: readonly DeliveredFile[],
    options: ImportWork,
): Promise<readonly TableReading[]> {
    const { contract, onProgress, signal, work } = options
    const bytesAll = files.reduce((sum, file) => sum + file.bytes, 0)
    let bytesDone = 0
    const readings: TableReading[] = []
    for (const file of files) {
        const { table, name, path } = file
        const target = join(work, 'texts', `${table.name}.csv`)
        const onBytes = (count: number): void => {
            bytesDone += count
            onProgress({ table: table.name, step: 'reading', bytesDone, bytesAll })
        }
        const format = contract.files
        const text = await readText({ table, format, path, name, target, signal, onBytes })
        readings.push({ file, text, copy: target })
    }
    return readings
}

/** Rows by table; null where a cell, a key or a relation is wrong. */
async function writeTables(
    readings: readonly TableReading[],
    options: ImportWork,
): Promise<Readonly<Record<string, number>> | null> {
    const { contract, onProgress, signal, warehouse, work } = options
    const bytesAll = readings.reduce((sum, { file }) => sum + file.bytes, 0)
    let bytesDone = 0
    const rows: Record<string, number> = {}
    for (const { file, text, copy } of readings) {
        const { table } = file
        onProgress({ table: table.name, step: 'writing', bytesDone, bytesAll })
        signal.throwIfAborted()
        const tableText = { table, format: contract.files, path: copy, numbered: false }
        const folder = join(work, 'tables', table.name)
        const written = await writeTyped(warehouse, { tableText, folder })
        if (written === null) return null
        if (written !== text.records) {
            const params = { table: table.name, counted: text.records, read: written }
            throw new Refusal([failure('sources.records_differ', params, { file: file.name })])
        }
        rows[table.name] = written
        bytesDone += file.bytes
    }
    const broken = await hasBrokenKeys(warehouse, { contract, folder: join(work, 'tables') })
    return broken ? null : rows
}

async function writeTyped(
    warehouse: Warehouse,
    { tableText, folder }: { readonly tableText: TableText; readonly folder: string },
): Promise<number | null> {
    try {
        return await warehouse.writeParquet({ sql: typedSql(warehouse, tableText), folder })
    } catch (cause) {
        if (cause instanceof WarehouseError && cause.message.includes(badCellMark)) return null
        throw cause
    }
}

async function refuseFaults(
    readings: readonly TableReading[],
    options: ImportWork,
): Promise<never> {
    const { contract, onProgress, signal, warehouse, work } = options
    const bytesAll = readings.reduce((sum, { file }) => sum + file.bytes, 0)
    const onTable = (table: string): void => {
        signal.throwIfAborted()
        onProgress({ table, step: 'listing_faults', bytesDone: bytesAll, bytesAll })
    }
    const folder = join(work, 'numbered')
    await mkdir(folder)
    const listed = await listFaults(readings, { warehouse, contract, folder, onTable })
    const failures = listed.failures.slice(0, listedMax)
    const unlisted = listed.unlisted + listed.failures.length - failures.length
    if (failures.length === 0) throw new Error('a delivery was refused, but no fault was found')
    if (unlisted > 0) {
        const total = failures.length + unlisted
        failures.push(failure('sources.faults_unlisted', { listed: failures.length, total }))
    }
    throw new Refusal(failures)
}
