import type { Kysely } from 'kysely'
import type { Month } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import type { BankSettings } from '../bank-context.ts'
import { closesBetween } from './closes-between.ts'

/** Closed months that a batch has made different, by coming or by being taken back. */
export type WaitingBatch = {
    readonly batchNo: number
    readonly system: string
    readonly event: 'taken' | 'undone'
    /** Who did it, and when: ISO 8601 in UTC. */
    readonly by: string
    readonly at: string
    /** In order; `from` is the first close that has to be made again. */
    readonly months: readonly { readonly month: Month; readonly rows: number }[]
    readonly tables: readonly string[]
    readonly from: Month
}

type Waiting = {
    readonly db: Kysely<Tables>
    readonly settings: Pick<BankSettings, 'firstClose' | 'ladders'>
}

/**
 * Closed months that wait for a restatement, by batch. A month is done when on every ladder an
 * edition of it was closed after the batch came, or was taken back. What a batch brought that was
 * taken back before any close read it waits for nothing.
 */
export async function findLateMonths({ db, settings }: Waiting): Promise<readonly WaitingBatch[]> {
    const rows = await db
        .selectFrom('workbench.late_months as late')
        .innerJoin('workbench.batches as batch', 'batch.batch_id', 'late.batch_id')
        .select(['batch.batch_no', 'batch.system', 'batch.actor', 'batch.imported_at'])
        .select(['batch.status', 'batch.undone_by', 'batch.undone_at'])
        .select(['late.event', 'late.table_name', 'late.month', 'late.rows', 'late.after_run'])
        .orderBy('batch.batch_no')
        .orderBy('late.event')
        .orderBy('late.month')
        .orderBy('late.table_name')
        .execute()
    const closes = (await closesBetween(db, { after: 0, until: null })).filter(({ ladder }) =>
        settings.ladders.includes(ladder),
    )
    const waiting = rows.filter((row) => {
        if (row.event === 'taken' && row.status === 'undone') return false
        const month = Math.max(row.month, settings.firstClose)
        return closes.some((close) => close.month === month && close.runNo <= row.after_run)
    })
    const batches = new Map<string, WaitingBatch>()
    for (const row of waiting) {
        const name = `${row.batch_no} ${row.event}`
        const known = batches.get(name) ?? emptyBatch(row, settings)
        batches.set(name, withRow(known, row))
    }
    return [...batches.values()]
}

type WaitingRow = {
    readonly batch_no: number
    readonly system: string
    readonly actor: string
    readonly imported_at: Date
    readonly undone_by: string | null
    readonly undone_at: Date | null
    readonly event: 'taken' | 'undone'
    readonly table_name: string
    readonly month: number
    readonly rows: bigint
}

function emptyBatch(
    row: WaitingRow,
    { firstClose }: Pick<BankSettings, 'firstClose'>,
): WaitingBatch {
    const isUndone = row.event === 'undone'
    return {
        batchNo: row.batch_no,
        system: row.system,
        event: row.event,
        by: (isUndone ? row.undone_by : row.actor) ?? row.actor,
        at: ((isUndone ? row.undone_at : row.imported_at) ?? row.imported_at).toISOString(),
        months: [],
        tables: [],
        from: Math.max(row.month, firstClose),
    }
}

function withRow(batch: WaitingBatch, row: WaitingRow): WaitingBatch {
    const { months, tables } = batch
    const last = months.at(-1)
    const rows = Number(row.rows) + (last?.month === row.month ? last.rows : 0)
    const before = last?.month === row.month ? months.slice(0, -1) : months
    return {
        ...batch,
        months: [...before, { month: row.month, rows }],
        tables: tables.includes(row.table_name) ? tables : [...tables, row.table_name],
    }
}
