import type { Kysely, Selectable } from 'kysely'
import type { BatchesTable, Tables } from '#store/tables.ts'
import type { Batch, BatchLedger } from './import/import-batch.ts'

/** The list of batches in the store; new ones are signed by `actor`. */
export function storedBatches(db: Kysely<Tables>, actor: string): BatchLedger {
    const batches = db.selectFrom('workbench.batches').selectAll()
    return {
        async find(batchId) {
            const row = await batches.where('batch_id', '=', batchId).executeTakeFirst()
            return row === undefined ? null : batchOf(row)
        },
        async latest(system) {
            const row = await batches
                .where('system', '=', system)
                .orderBy('batch_no', 'desc')
                .limit(1)
                .executeTakeFirst()
            return row === undefined ? null : batchOf(row)
        },
        async record({ batchId, system, contractSha256, files, rows }) {
            await db
                .insertInto('workbench.batches')
                .values({
                    batch_id: batchId,
                    system,
                    actor,
                    contract_sha256: contractSha256,
                    files: JSON.stringify(files),
                    rows: JSON.stringify(rows),
                })
                .execute()
        },
    }
}

function batchOf(row: Selectable<BatchesTable>): Batch {
    const { batch_id: batchId, system, contract_sha256: contractSha256, files, rows } = row
    return { batchId, system, contractSha256, files, rows }
}
