import type { Kysely, Selectable } from 'kysely'
import type { Day } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { BatchesTable, Tables } from '#store/tables.ts'
import { findBatch, type StoredBatch } from '../batch-ledger.ts'

/** Who took a batch back, when and why. */
export type Undoing = { readonly by: string; readonly at: string; readonly reason: string }

/** A batch with who took it, and who took it back; instants as ISO 8601 in UTC. */
export type BatchRecord = StoredBatch & {
    readonly actor: string
    readonly importedAt: string
    /** The number of the last run before it. */
    readonly afterRun: number
    readonly undone: (Undoing & { readonly afterRun: number }) | null
}

/** The batch that people call by its number. Throws Refusal `pipeline.batch_unknown`. */
export async function findBatchByNo(db: Kysely<Tables>, batchNo: number): Promise<BatchRecord> {
    const row = await db
        .selectFrom('workbench.batches')
        .selectAll()
        .where('batch_no', '=', batchNo)
        .executeTakeFirst()
    const stored = row === undefined ? null : await findBatch(db, row.batch_id)
    if (row === undefined || stored === null) {
        const { last } = await db
            .selectFrom('workbench.batches')
            .select((all) => all.fn.max('batch_no').as('last'))
            .executeTakeFirstOrThrow()
        return refuse('pipeline.batch_unknown', { batch: batchNo, last: last ?? 0 })
    }
    return {
        ...stored,
        actor: row.actor,
        importedAt: row.imported_at.toISOString(),
        afterRun: row.after_run,
        undone: undoingOf(row),
    }
}

function undoingOf(row: Selectable<BatchesTable>): BatchRecord['undone'] {
    const { undone_by: by, undone_at: at, undone_reason: reason, undone_after_run: afterRun } = row
    if (by === null || at === null) return null
    return { by, at: at.toISOString(), reason: reason ?? '', afterRun: afterRun ?? 0 }
}

/** The day of an instant, in UTC. */
export function dayOf(instant: string): Day {
    return instant.slice(0, 10)
}
