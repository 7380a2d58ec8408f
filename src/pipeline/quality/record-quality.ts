import type { Kysely } from 'kysely'
import type { QualityCount } from '#sources/quality.ts'
import type { Tables } from '#store/tables.ts'

/** More rows than this are not sent to the store in one statement. */
const rowsAtOnce = 1000

/** Keeps the counts of a table of a batch, in the transaction that records the batch. */
export async function recordQuality(
    db: Kysely<Tables>,
    { batchId, counts }: { readonly batchId: string; readonly counts: readonly QualityCount[] },
): Promise<void> {
    for (let start = 0; start < counts.length; start += rowsAtOnce) {
        const rows = counts.slice(start, start + rowsAtOnce).map((count) => ({
            batch_id: batchId,
            table_name: count.table,
            field: count.field ?? '',
            check_name: count.check,
            failed: String(count.failed),
            checked: String(count.checked),
        }))
        await db.insertInto('workbench.quality').values(rows).execute()
    }
}
