import type { BankContext } from '../bank-context.ts'
import { type CloseUse, closesBetween } from './closes-between.ts'
import { type BatchRecord, findBatchByNo } from './find-batch-by-no.ts'
import { nameOf, readParts } from './read-sources.ts'
import { countingParts } from './source-table.ts'

/** A batch with what has become of it. */
export type ShownBatch = {
    readonly batch: BatchRecord
    /** Its tables of which models still read rows. */
    readonly counting: readonly string[]
    /** The closes in force that were made while it was there. */
    readonly closes: readonly CloseUse[]
}

/** Tells of one batch. Throws Refusal `pipeline.batch_unknown`. */
export async function showBatch(
    { db }: Pick<BankContext, 'db'>,
    batchNo: number,
): Promise<ShownBatch> {
    const batch = await findBatchByNo(db, batchNo)
    const parts = await readParts(db)
    const counting = batch.tables
        .map(({ table }) => table)
        .filter((table) => {
            const own = parts.get(nameOf({ system: batch.system, table })) ?? []
            return countingParts(own).some(({ batchId }) => batchId === batch.batchId)
        })
    const until = batch.undone?.afterRun ?? null
    const closes = await closesBetween(db, { after: batch.afterRun, until })
    return { batch, counting, closes }
}
