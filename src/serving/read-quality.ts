import type { Kysely } from 'kysely'
import type { Day } from '#domain/month.ts'
import {
    checkDimension,
    type QualityCheck,
    type QualityCount,
    type RejectCount,
} from '#sources/quality.ts'
import type { Tables } from '#store/tables.ts'

/** How good a table of one batch was when it was taken. */
export type MeasuredTable = {
    readonly system: string
    readonly table: string
    readonly batchNo: number
    /** The instant in UTC. */
    readonly importedAt: string
    /** The last day that its rows tell of; null: the table has no period. */
    readonly reach: Day | null
    readonly read: number
    readonly accepted: number
    readonly rejected: number
    readonly rejects: readonly RejectCount[]
    /** Empty where the batch was taken before quality was counted. */
    readonly counts: readonly QualityCount[]
}

/** Which tables are asked for; null: all. */
export type QualityScope = { readonly system: string | null; readonly table: string | null }

/**
 * Every table of every batch that counts, in the order in which they were taken. It asks the store
 * alone: quality was counted when the batch was taken.
 */
export async function readQuality(
    db: Kysely<Tables>,
    { system, table }: QualityScope,
): Promise<readonly MeasuredTable[]> {
    const rows = await db
        .selectFrom('workbench.batch_tables as part')
        .innerJoin('workbench.batches as batch', 'batch.batch_id', 'part.batch_id')
        .selectAll('part')
        .select(['batch.system', 'batch.batch_no', 'batch.imported_at'])
        .where('batch.status', '=', 'taken')
        .$if(system !== null, (query) => query.where('batch.system', '=', system ?? ''))
        .$if(table !== null, (query) => query.where('part.table_name', '=', table ?? ''))
        .orderBy('batch.batch_no')
        .orderBy('part.table_name')
        .execute()
    const counts = await countsByTable(db, { system, table })
    return rows.map((row) => ({
        system: row.system,
        table: row.table_name,
        batchNo: row.batch_no,
        importedAt: row.imported_at.toISOString(),
        reach: row.reach,
        read: Number(row.read),
        accepted: Number(row.accepted),
        rejected: Number(row.rejected),
        rejects: row.rejects,
        counts: counts.get(`${row.batch_id}/${row.table_name}`) ?? [],
    }))
}

/** Of each table the batch that was taken last. */
export function latestOfEach(tables: readonly MeasuredTable[]): readonly MeasuredTable[] {
    const latest = new Map<string, MeasuredTable>()
    for (const one of tables) latest.set(`${one.system}.${one.table}`, one)
    return [...latest.values()]
}

async function countsByTable(
    db: Kysely<Tables>,
    { system, table }: QualityScope,
): Promise<ReadonlyMap<string, readonly QualityCount[]>> {
    const rows = await db
        .selectFrom('workbench.quality as quality')
        .innerJoin('workbench.batches as batch', 'batch.batch_id', 'quality.batch_id')
        .selectAll('quality')
        .where('batch.status', '=', 'taken')
        .$if(system !== null, (query) => query.where('batch.system', '=', system ?? ''))
        .$if(table !== null, (query) => query.where('quality.table_name', '=', table ?? ''))
        .orderBy('quality.field')
        .execute()
    const found = new Map<string, QualityCount[]>()
    for (const row of rows) {
        if (!isCheck(row.check_name)) continue
        const key = `${row.batch_id}/${row.table_name}`
        const counts = found.get(key) ?? []
        counts.push({
            table: row.table_name,
            field: row.field === '' ? null : row.field,
            check: row.check_name,
            failed: Number(row.failed),
            checked: Number(row.checked),
        })
        found.set(key, counts)
    }
    return found
}

/** A check that a later Tong has counted is passed over. */
function isCheck(name: string): name is QualityCheck {
    return Object.hasOwn(checkDimension, name)
}
