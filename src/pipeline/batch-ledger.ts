import { type Kysely, type Selectable, sql } from 'kysely'
import { assertClock } from '#store/assert-clock.ts'
import type { Store } from '#store/store.ts'
import type { BatchesTable, BatchTablesTable, Tables } from '#store/tables.ts'
import type { Batch, BatchLedger, TableFacts } from './batches/batch.ts'
import { recordQuality } from './quality/record-quality.ts'

/** A batch as the store has it: with the number that people type. */
export type StoredBatch = Batch & {
    readonly batchNo: number
    readonly isUndone: boolean
}

/**
 * The list of batches in the store; new ones are signed by `actor`, and recorded with all that is
 * kept of them in one transaction. It refuses with `workbench.clock_behind`.
 */
export function storedBatches(
    { db, transaction }: Pick<Store, 'db' | 'transaction'>,
    actor: string,
): BatchLedger {
    return {
        find: async (batchId) => await findBatch(db, batchId),
        async latest(system) {
            const row = await db
                .selectFrom('workbench.batches')
                .select('batch_id')
                .where('system', '=', system)
                .where('status', '=', 'taken')
                .orderBy('batch_no', 'desc')
                .limit(1)
                .executeTakeFirst()
            return row === undefined ? null : await findBatch(db, row.batch_id)
        },
        async record(batch) {
            await transaction(async (one) => {
                await assertClock(one.db)
                await insertBatch(one.db, { batch, actor })
            })
        },
    }
}

/** A batch by its id, taken back or not; null where there is none. */
export async function findBatch(db: Kysely<Tables>, batchId: string): Promise<StoredBatch | null> {
    const row = await db
        .selectFrom('workbench.batches')
        .selectAll()
        .where('batch_id', '=', batchId)
        .executeTakeFirst()
    if (row === undefined) return null
    const tables = await db
        .selectFrom('workbench.batch_tables')
        .selectAll()
        .where('batch_id', '=', batchId)
        .execute()
    const late = await db
        .selectFrom('workbench.late_months')
        .selectAll()
        .where('batch_id', '=', batchId)
        .where('event', '=', 'taken')
        .orderBy('month')
        .execute()
    const names = row.files.map((file) => file.table)
    const facts = tables.map((table) => ({
        ...factsOf(table),
        late: late
            .filter(({ table_name: name }) => name === table.table_name)
            .map(({ month, rows }) => ({ month, rows: Number(rows) })),
    }))
    // In the order of the contract, which the files keep.
    facts.sort((left, right) => names.indexOf(left.table) - names.indexOf(right.table))
    return batchOf(row, facts)
}

function batchOf(row: Selectable<BatchesTable>, tables: readonly TableFacts[]): StoredBatch {
    return {
        batchId: row.batch_id,
        batchNo: row.batch_no,
        system: row.system,
        contractSha256: row.contract_sha256,
        files: row.files,
        rows: row.rows,
        tables,
        isUndone: row.status === 'undone',
    }
}

function factsOf(row: Selectable<BatchTablesTable>): Omit<TableFacts, 'late'> {
    return {
        table: row.table_name,
        read: Number(row.read),
        accepted: Number(row.accepted),
        rejected: Number(row.rejected),
        rejects: row.rejects,
        delivery: row.delivery,
        columns: row.columns ?? [],
        reach: row.reach,
        periods: row.periods,
    }
}

async function insertBatch(
    db: Kysely<Tables>,
    { batch, actor }: { readonly batch: Batch; readonly actor: string },
): Promise<void> {
    const { batchId, system, contractSha256, files, rows, tables } = batch
    const afterRun = await lastRunNo(db)
    const { batch_no: batchNo } = await db
        .insertInto('workbench.batches')
        .values({
            batch_id: batchId,
            system,
            actor,
            contract_sha256: contractSha256,
            files: JSON.stringify(files),
            rows: JSON.stringify(rows),
            after_run: afterRun,
        })
        .returning('batch_no')
        .executeTakeFirstOrThrow()
    for (const one of tables) {
        const { table, columns, rejects, late, read, accepted, rejected, quality, ...facts } = one
        await db
            .insertInto('workbench.batch_tables')
            .values({
                batch_id: batchId,
                table_name: table,
                ...facts,
                ...{ read: String(read), accepted: String(accepted), rejected: String(rejected) },
                columns: JSON.stringify(columns),
                rejects: JSON.stringify(rejects),
            })
            .execute()
        await recordQuality(db, { batchId, counts: quality ?? [] })
        for (const { month, rows: count } of late) {
            await db
                .insertInto('workbench.late_months')
                .values({
                    batch_id: batchId,
                    event: 'taken',
                    table_name: table,
                    month,
                    rows: String(count),
                    after_run: afterRun,
                })
                .execute()
        }
    }
    const details = JSON.stringify({ system, batchId, rows, tables: tables.map(countsOf) })
    await sql`
        insert into audit.events (actor, os_user, action, subject, details)
        values (${actor}, ${actor}, 'batches.take', ${`batch ${batchNo}`}, ${details})`.execute(db)
}

function countsOf({ table, read, accepted, rejected }: TableFacts): object {
    return { table, read, accepted, rejected }
}

/** The number of the last run; 0 where there was none. What was recorded later has not seen it. */
export async function lastRunNo(db: Kysely<Tables>): Promise<number> {
    const row = await db
        .selectFrom('serving.runs')
        .select((all) => all.fn.max('run_no').as('last'))
        .executeTakeFirst()
    return row?.last ?? 0
}
