import { dirname, join } from 'node:path'
import type { Month } from '#domain/month.ts'
import { nearestName } from '#domain/nearest-name.ts'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import type { Contract } from '#sources/contract.ts'
import { assertClock } from '#store/assert-clock.ts'
import type { SourceDatabase } from '#store/source-database.ts'
import type { Store } from '#store/store.ts'
import type { BankContext } from '../bank-context.ts'
import { findBatch, storedBatches } from '../batch-ledger.ts'
import { type ImportProgress, importBatch, sweepBatches } from '../import/import-batch.ts'
import type { LoadedContract } from '../load-contract.ts'
import { addQuality } from '../quality/add-quality.ts'
import type { Batch } from './batch.ts'
import type { TableDifference } from './compare-tables.ts'
import { examineTables } from './examine-tables.ts'
import { lastClosedMonth } from './last-closed.ts'
import { presentTable } from './present-table.ts'
import { type RejectExample, readRejectExamples } from './read-rejects.ts'
import { nameOf, readParts } from './read-sources.ts'
import type { SourcePart } from './source-table.ts'

/** An open bank that deliveries can be taken into. */
export type TakingContext = Pick<
    BankContext,
    'actor' | 'db' | 'folders' | 'modelRoots' | 'settings' | 'signal' | 'warehouse'
> & { readonly store: Pick<Store, 'db' | 'transaction'> }

/** Which delivery, and how it is taken. */
export type DeliveryWish = {
    readonly loaded: LoadedContract
    /** Where its files lie. */
    readonly folder: string
    /** The database that its tables are queried from; null or left out: none. */
    readonly database?: SourceDatabase | null
    /** The tables that it brings; null: all of the contract. */
    readonly only: readonly string[] | null
    /** Whether nothing is to be recorded, only told. */
    readonly isDry: boolean
    readonly onProgress: (progress: ImportProgress) => void
}

/** What came of a delivery. */
export type TakenDelivery = {
    /** Whether it was taken now; else these very files were here already. */
    readonly isNew: boolean
    /** Whether no later delivery of the system has been taken. */
    readonly isLatest: boolean
    readonly isDry: boolean
    /** What people type to speak of it; null: it is not recorded. */
    readonly batchNo: number | null
    readonly batch: Batch
    /** The last month that is closed; null: none is. */
    readonly closedThrough: Month | null
    /** Of the commonest kinds of faults the first one; none where it was here already. */
    readonly examples: readonly RejectExample[]
    /** How it differs from what is there, by table; null: it was not asked. */
    readonly differences: Readonly<Record<string, TableDifference>> | null
    /** Tables that were taken over from an import that did not come to its end. */
    readonly resumed: readonly string[]
}

/** How many kinds of faults are told at once; each of them can be asked for. */
const examplesMax = 5

/**
 * Takes a delivery into the bank, or looks what taking it would do. Throws Refusal
 * `pipeline.only_unknown`, `pipeline.parent_missing`, `pipeline.period_unknown`,
 * `workbench.clock_behind`, and all faults of the files. The caller holds the write lock unless it
 * is dry.
 */
export async function takeDelivery(
    context: TakingContext,
    wish: DeliveryWish,
): Promise<TakenDelivery> {
    const { db, folders, signal, store, warehouse } = context
    const { loaded, folder, isDry, onProgress } = wish
    const { contract } = loaded
    // Long work would be lost if it were refused when it is to be recorded.
    if (!isDry) await assertClock(db)
    const only = chosenTables(contract, wish.only)
    const parts = await readParts(db)
    const failures = missingParents(contract, { only, parts })
    if (failures.length > 0) throw new Refusal(failures)
    const ledger = storedBatches(store, context.actor)
    if (!isDry) await sweepBatches(folders.batches, ledger)
    const lastClosed = await lastClosedMonth(context)
    const differences: Record<string, TableDifference> = {}
    let examples: readonly RejectExample[] = []
    const report = await importBatch({
        ...{ warehouse, ledger, contract, contractText: loaded.text, folder, only, isDry },
        ...{ signal, onProgress, database: wish.database ?? null },
        into: {
            batches: folders.batches,
            tmp: folders.scratch,
            ...(isDry ? {} : { kept: join(dirname(folders.scratch), `import-${contract.system}`) }),
        },
        present: (table) => presentRows(context, { contract, only, parts, table }),
        examine: async (typed) => {
            const names = typed.tables.map(({ table }) => table)
            const rejects = { folder: join(typed.folder, 'rejects'), tables: names }
            examples = await readRejectExamples(warehouse, rejects, examplesMax)
            const tables = await examineTables(typed, {
                ...{ warehouse, contract, batches: folders.batches, parts, lastClosed },
                wantsDifference: isDry,
                onTable: (table) => {
                    signal.throwIfAborted()
                    onProgress({ table, step: 'comparing', bytesDone: 1, bytesAll: 1 })
                },
            })
            const kept = tables.map(({ difference, ...facts }) => {
                if (difference !== null) differences[facts.table] = difference
                return facts
            })
            return isDry ? kept : await addQuality(context, { contract, typed, tables: kept })
        },
    })
    const stored = await findBatch(db, report.batch.batchId)
    return {
        ...report,
        isDry,
        closedThrough: lastClosed,
        batchNo: stored?.batchNo ?? null,
        batch: stored ?? report.batch,
        examples,
        differences: isDry && report.isNew ? differences : null,
    }
}

function chosenTables(
    contract: Contract,
    only: readonly string[] | null,
): readonly string[] | null {
    if (only === null) return null
    const known = contract.tables.map(({ name }) => name)
    const failures = only
        .filter((name) => !known.includes(name))
        .map((table) => {
            const nearest = nearestName(table, known) ?? 'none'
            const params = { system: contract.system, table, nearest, known: known.join(', ') }
            return failure('pipeline.only_unknown', params)
        })
    if (failures.length > 0) throw new Refusal(failures)
    // All of them, however they were written, is the same as to name none.
    const chosen = known.filter((name) => only.includes(name))
    return chosen.length === known.length ? null : chosen
}

type Chosen = {
    readonly only: readonly string[] | null
    readonly parts: ReadonlyMap<string, readonly SourcePart[]>
}

/** Relations to tables that are neither delivered nor there: every row would be an orphan. */
function missingParents(contract: Contract, { only, parts }: Chosen): readonly Failure[] {
    if (only === null) return []
    const { system } = contract
    return contract.tables
        .filter(({ name }) => only.includes(name))
        .flatMap((table) =>
            table.relations
                .filter(({ to }) => !only.includes(to) && !parts.has(nameOf({ system, table: to })))
                .map(({ to: parent }) =>
                    failure('pipeline.parent_missing', { system, table: table.name, parent }),
                ),
        )
}

/** The rows that a delivery leaves in place: rows that it brings may refer to them. */
function presentRows(
    { folders, warehouse }: Pick<TakingContext, 'folders' | 'warehouse'>,
    { contract, only, parts, table }: Chosen & { contract: Contract; table: string },
): string | null {
    const isDelivered = only === null || only.includes(table)
    const isWhole = contract.tables.some(
        ({ name, delivery }) => name === table && delivery === 'whole',
    )
    if (isDelivered && isWhole) return null
    return presentTable({ contract, table, parts, batches: folders.batches, warehouse })
}
