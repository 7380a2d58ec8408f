import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Month } from '#domain/month.ts'
import { type Failure, failure, Refusal, refuse } from '#domain/result.ts'
import { assertClock } from '#store/assert-clock.ts'
import type { Store } from '#store/store.ts'
import type { Tables } from '#store/tables.ts'
import type { BankContext } from '../bank-context.ts'
import { lastRunNo } from '../batch-ledger.ts'
import { loadContract } from '../load-contract.ts'
import { type CloseUse, closesBetween } from './closes-between.ts'
import { compareTables, differing, type RowDifference } from './compare-tables.ts'
import { lateMonthsOf } from './examine-tables.ts'
import { type BatchRecord, dayOf, findBatchByNo } from './find-batch-by-no.ts'
import { lastClosedMonth } from './last-closed.ts'
import { type OrphanCount, orphansWithout } from './orphans-without.ts'
import { nameOf, readParts } from './read-sources.ts'
import { type SourcePart, sourceTableOf } from './source-table.ts'

/** What is asked: which batch, and why. */
export type UndoWish = {
    readonly batchNo: number
    /** Null where it is only looked at. */
    readonly reason: string | null
}

/** What taking a batch back does to one table. */
export type UndoneTable = RowDifference & {
    readonly table: string
    /** Rows of the batch. */
    readonly rows: number
    /** Months whose rows differ afterwards; null: its rows do not lie in time. */
    readonly months: readonly Month[] | null
}

/** What taking a batch back does, or would do. */
export type UndoReport = {
    readonly batch: BatchRecord
    readonly isDone: boolean
    readonly tables: readonly UndoneTable[]
    /** The closes in force that were made while the batch counted. */
    readonly closes: readonly CloseUse[]
    /** Closed months that wait for a restatement afterwards. */
    readonly late: readonly {
        readonly table: string
        readonly month: Month
        readonly rows: number
    }[]
    /** The batches of the system that count afterwards. */
    readonly left: number
}

/** An open bank in which a batch can be taken back. */
export type UndoContext = Pick<
    BankContext,
    'actor' | 'db' | 'folders' | 'modelRoots' | 'settings' | 'warehouse'
> & { readonly store: Pick<Store, 'transaction'> }

/**
 * Takes a batch back: models read again what they read before it, updates included. Nothing is
 * deleted, and closes stay as they are; closed months that are concerned wait for a restatement.
 * Without a reason it is only told. Throws Refusal `pipeline.batch_unknown`,
 * `pipeline.batch_undone`, `workbench.clock_behind`, and where rows of later batches would be left
 * without their parents `pipeline.undo_orphans`.
 */
export async function undoBatch(
    context: UndoContext,
    { batchNo, reason }: UndoWish,
): Promise<UndoReport> {
    const { db, store } = context
    const batch = await findBatchByNo(db, batchNo)
    if (batch.undone !== null) {
        const { by, at, reason: why } = batch.undone
        refuse('pipeline.batch_undone', { batch: batchNo, by, on: dayOf(at), reason: why })
    }
    const { tables, late } = await lookAt(context, batch)
    const closes = await closesBetween(db, { after: batch.afterRun, until: null })
    const left = (await takenBatches(db, batch.system)).filter((id) => id !== batch.batchId).length
    const report = { batch, tables, closes, late, left, isDone: reason !== null }
    if (reason === null) return report
    await store.transaction(async (one) => {
        await assertClock(one.db)
        await recordUndo(one.db, { report, reason, actor: context.actor })
    })
    return report
}

type Looked = Pick<UndoReport, 'tables' | 'late'>

async function lookAt(context: UndoContext, batch: BatchRecord): Promise<Looked> {
    const { db, folders, modelRoots, settings, warehouse } = context
    const { contract } = await loadContract(modelRoots, batch.system)
    const stored = await readParts(db)
    const standing = { contract, parts: stored, batches: folders.batches, warehouse }
    const orphans = await orphansWithout(batch.batchId, standing)
    if (orphans.length > 0) throw new Refusal(orphans.map((one) => orphanFailure(batch, one)))
    const lastClosed = await lastClosedMonth(context)
    const used = await closesBetween(db, { after: batch.afterRun, until: null })
    const closed = new Set(used.map(({ month }) => month))
    const tables: UndoneTable[] = []
    const late: UndoReport['late'][number][] = []
    for (const { table, accepted } of batch.tables) {
        const parts = stored.get(nameOf({ system: batch.system, table })) ?? []
        const part = parts.find(({ batchId }) => batchId === batch.batchId)
        const isKnown = contract.tables.some(({ name }) => name === table)
        if (part === undefined || !isKnown) continue
        const others = parts.filter((one) => one !== part)
        const difference = await compareTables(warehouse, {
            before: sourceTableOf(contract, { table, parts }),
            after: sourceTableOf(contract, { table, parts: others }),
            part,
            read: ({ batchId }: SourcePart) =>
                warehouse.parquet([join(folders.batches, batchId, table)]),
        })
        const { months, ...counts } = difference
        const differ = months?.filter((one) => differing(one) > 0).map(({ month }) => month)
        tables.push({ table, rows: accepted, ...counts, months: differ ?? null })
        const waiting = lateMonthsOf(difference, lastClosed).filter(({ month }) =>
            closed.has(Math.max(month, settings.firstClose)),
        )
        late.push(...waiting.map((one) => ({ table, ...one })))
    }
    return { tables, late }
}

function orphanFailure(
    { batchNo, system }: BatchRecord,
    { table, parent, rows }: OrphanCount,
): Failure {
    return failure('pipeline.undo_orphans', { batch: batchNo, system, table, parent, rows })
}

async function takenBatches(db: Kysely<Tables>, system: string): Promise<readonly string[]> {
    const rows = await db
        .selectFrom('workbench.batches')
        .select('batch_id')
        .where('system', '=', system)
        .where('status', '=', 'taken')
        .execute()
    return rows.map((row) => row.batch_id)
}

async function recordUndo(
    db: Kysely<Tables>,
    { report, reason, actor }: { report: UndoReport; reason: string; actor: string },
): Promise<void> {
    const { batch, tables, late } = report
    const afterRun = await lastRunNo(db)
    await db
        .updateTable('workbench.batches')
        .set({
            status: 'undone',
            undone_by: actor,
            undone_at: sql`now()`,
            undone_reason: reason,
            undone_after_run: afterRun,
        })
        .where('batch_id', '=', batch.batchId)
        .where('status', '=', 'taken')
        .execute()
    for (const { table, month, rows } of late) {
        await db
            .insertInto('workbench.late_months')
            .values({
                batch_id: batch.batchId,
                event: 'undone',
                table_name: table,
                month,
                rows: String(rows),
                after_run: afterRun,
            })
            .execute()
    }
    const { system, batchId, batchNo } = batch
    const details = JSON.stringify({ system, batchId, reason, tables })
    await sql`
        insert into audit.events (actor, os_user, action, subject, details)
        values (${actor}, ${actor}, 'batches.undo', ${`batch ${batchNo}`}, ${details})`.execute(db)
}
