import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Refusal } from '#domain/result.ts'
import type { Contract } from '#sources/contract.ts'
import type { SourceDatabase } from '#store/source-database.ts'
import { type Warehouse, WarehouseError } from '#warehouse/warehouse.ts'
import type { Batch, BatchLedger, TableFacts, TypedDelivery } from '../batches/batch.ts'
import { syncToDisk } from '../sync-to-disk.ts'
import { type DeliveredFile, findFiles } from './files.ts'
import { heldTables } from './held-tables.ts'
import { importTables, type TablesContext } from './import-tables.ts'
import { isKept } from './kept-tables.ts'
import { type ReadingContext, readTables } from './read-tables.ts'
import type { TableReading } from './type-table.ts'

/**
 * How far an import is. A byte of a file counts three times: when it is read, when its table is
 * typed, and when the accepted rows are written.
 */
export type ImportProgress = {
    readonly table: string
    readonly step: 'reading' | 'writing' | 'listing_faults' | 'comparing'
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
    /** The database that tables are queried from; null or left out: none. */
    readonly database?: SourceDatabase | null
    /** Folders of the data folder, on one file system. */
    readonly into: {
        readonly batches: string
        readonly tmp: string
        /**
         * Where long tables are kept should the import break off, so that the next one need not
         * type them again; left out: nothing is kept.
         */
        readonly kept?: string
    }
    /** Bytes from which a file is long, and up to which all rows are held in memory; for tests. */
    readonly sizes?: { readonly keptMin: number; readonly heldMax: number }
    readonly signal: AbortSignal
    readonly onProgress: (progress: ImportProgress) => void
    /** The tables that are delivered; null or left out: all of the contract. */
    readonly only?: readonly string[] | null
    /** SQL of the rows of a table that are there already; null: none. */
    readonly present?: (table: string) => string | null
    /** Looks at the typed tables before anything is recorded, and tells what to keep of them. */
    readonly examine?: (typed: TypedDelivery) => Promise<readonly TableFacts[]>
    /** Whether everything is done but to record it: nothing is left behind. */
    readonly isDry?: boolean
}

/** What came of an import. */
export type ImportReport = {
    /** Whether these very files were imported before, under this very contract. */
    readonly isNew: boolean
    /** Whether models read this batch: it is the system's latest. */
    readonly isLatest: boolean
    readonly batch: Batch
    /** Tables that were taken over from an import that did not come to its end. */
    readonly resumed: readonly string[]
}

/**
 * Imports one delivery: all of its tables or none. Files are read in pieces, so that memory does
 * not grow with them; the batch's folder appears by one rename, and counts from the moment that the
 * ledger has it. Throws {@link Refusal} with all faults (`sources.*`), each with file and line.
 * The caller holds the data folder's write lock.
 */
export async function importBatch(options: ImportOptions): Promise<ImportReport> {
    const { contract, folder, into, signal, warehouse, only = null } = options
    const tables = contract.tables.filter(({ name }) => only === null || only.includes(name))
    const { files, failures } = await findFiles({ ...contract, tables }, folder)
    if (failures.length > 0) throw new Refusal(failures)
    const work = join(into.tmp, `import-${process.pid}-${randomUUID()}`)
    for (const name of ['texts', 'typed', 'tables']) {
        await mkdir(join(work, name), { recursive: true })
    }
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
        await warehouse.release(basename(work))
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
    const context = tablesContext(files, options)
    const { readings, resumed, stop } = await readTables(files, context)
    try {
        return { ...(await importReadings(readings, { ...options, context })), resumed }
    } finally {
        await stop()
    }
}

async function importReadings(
    readings: readonly TableReading[],
    options: ImportWork & { readonly context: TablesContext },
): Promise<Omit<ImportReport, 'resumed'>> {
    const { contract, contractText, context, ledger, work } = options
    const contractSha256 = createHash('sha256').update(contractText).digest('hex')
    const taken = readings.map(({ file, text }) => ({
        table: file.table.name,
        file: file.name,
        sha256: text.sha256,
        bytes: text.bytes,
    }))
    const hashes = taken.map(({ table, sha256 }) => [table, sha256])
    const identity = JSON.stringify([contract.system, contractSha256, hashes])
    const latest = await ledger.latest(contract.system)
    const { batchId, known } = await identify(identity, ledger)
    if (known !== null) {
        await forget(options)
        return { isNew: false, isLatest: latest?.batchId === batchId, batch: known }
    }
    const { counts, failures } = await importTables(readings, context)
    if (failures.length > 0) throw new Refusal(failures)
    const rows = Object.fromEntries(counts.map(({ table, accepted }) => [table, accepted]))
    const examined = { folder: join(work, 'tables'), tables: counts }
    const tables = (await options.examine?.(examined)) ?? []
    const batch = { batchId, system: contract.system, contractSha256, files: taken, rows, tables }
    if (options.isDry === true) return { isNew: true, isLatest: false, batch }
    await keepBatch(batch, options)
    return { isNew: true, isLatest: true, batch }
}

async function keepBatch(batch: Batch, { into, ledger, signal, work }: ImportWork): Promise<void> {
    // The ledger must not know of more than the disk holds.
    await syncToDisk(join(work, 'tables'))
    await mkdir(into.batches, { recursive: true })
    // A folder of this name is a leftover: the ledger, which counts, does not have it.
    await rm(join(into.batches, batch.batchId), { recursive: true, force: true })
    signal.throwIfAborted()
    await rename(join(work, 'tables'), join(into.batches, batch.batchId))
    await ledger.record(batch)
    await forget({ into })
}

/** Removes what an import of this system kept that did not come to its end. */
async function forget({ into }: Pick<ImportOptions, 'into'>): Promise<void> {
    if (into.kept !== undefined) await rm(into.kept, { recursive: true, force: true })
}

/** A delivery that was taken back is taken anew under an id of its own: both have been facts. */
async function identify(
    identity: string,
    ledger: BatchLedger,
): Promise<{ readonly batchId: string; readonly known: Batch | null }> {
    for (let attempt = 0; ; attempt++) {
        const named = attempt === 0 ? identity : `${identity}#${attempt}`
        const batchId = createHash('sha256').update(named).digest('hex').slice(0, 12)
        const known = await ledger.find(batchId)
        if (known?.isUndone !== true) return { batchId, known }
    }
}

/** Reading, typing, and writing what was accepted. */
const stages = 3

function tablesContext(
    files: readonly DeliveredFile[],
    options: ImportWork,
): TablesContext & ReadingContext {
    const { contract, onProgress, signal, warehouse, work, present = () => null } = options
    const database = options.database ?? null
    const bytesOf = new Map(files.map(({ table, bytes }) => [table.name, bytes]))
    const bytesAll = stages * files.reduce((sum, file) => sum + file.bytes, 0)
    let bytesDone = 0
    const onStep = (step: ImportProgress['step'], table: string): void => {
        onProgress({ table, step, bytesDone, bytesAll })
    }
    const onBytes = (table: string, count: number): void => {
        bytesDone += count
        onStep('reading', table)
    }
    const onStage = (table: string): void => {
        bytesDone += bytesOf.get(table) ?? 0
    }
    const { kept: folder } = options.into
    const held = { group: basename(work), tables: heldTables(files, options.sizes?.heldMax) }
    const long = files.filter((file) => isKept(file, options.sizes?.keptMin))
    const names = long.map(({ table }) => table.name).filter((name) => !held.tables.has(name))
    const kept = folder === undefined ? {} : { kept: { folder, tables: new Set(names) } }
    const given = { contract, warehouse, database, work, signal, present }
    return { ...given, held, ...kept, onStep, onBytes, onStage }
}
