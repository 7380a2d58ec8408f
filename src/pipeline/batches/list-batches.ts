import type { Kysely } from 'kysely'
import type { Day } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'

/** A batch in a few figures. */
export type ListedBatch = {
    readonly batchNo: number
    readonly batchId: string
    readonly system: string
    readonly status: 'taken' | 'undone'
    /** Who took it and when, ISO 8601 in UTC. */
    readonly actor: string
    readonly importedAt: string
    readonly tables: readonly string[]
    /** Rows of all tables together; read is accepted and rejected. */
    readonly read: number
    readonly accepted: number
    readonly rejected: number
    /** The last day that a table of it reaches; null: none has a period. */
    readonly reach: Day | null
}

/** The batches of a bank, or of one system, the latest first; also those taken back. */
export async function listBatches(
    db: Kysely<Tables>,
    system: string | null,
): Promise<readonly ListedBatch[]> {
    const batches = await db
        .selectFrom('workbench.batches')
        .selectAll()
        .$if(system !== null, (query) => query.where('system', '=', system ?? ''))
        .orderBy('batch_no', 'desc')
        .execute()
    const tables = await db.selectFrom('workbench.batch_tables').selectAll().execute()
    return batches.map((batch) => {
        const own = tables.filter((table) => table.batch_id === batch.batch_id)
        const sum = (name: 'read' | 'accepted' | 'rejected'): number =>
            own.reduce((total, table) => total + Number(table[name]), 0)
        const reaches = own.map(({ reach }) => reach).filter((reach) => reach !== null)
        return {
            batchNo: batch.batch_no,
            batchId: batch.batch_id,
            system: batch.system,
            status: batch.status,
            actor: batch.actor,
            importedAt: batch.imported_at.toISOString(),
            tables: batch.files.map(({ table }) => table),
            ...{ read: sum('read'), accepted: sum('accepted'), rejected: sum('rejected') },
            reach: reaches.toSorted().at(-1) ?? null,
        }
    })
}
