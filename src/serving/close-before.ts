import { type Kysely, sql } from 'kysely'
import { addMonths } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import type { PublishedClose } from './read-closes.ts'

/** Which close of the month before, by its edition. */
export type CloseBefore = Pick<PublishedClose, 'ladder' | 'month' | 'edition' | 'policyKey'>

/**
 * The close that another one took its state from: of the month before, the latest edition that
 * was there when it was made. Runs are ordered by their numbers, never by the clock. Null for a
 * ladder's first close.
 */
export async function readCloseBefore(
    db: Kysely<Tables>,
    { ladder, month, runId }: Pick<PublishedClose, 'ladder' | 'month' | 'runId'>,
): Promise<CloseBefore | null> {
    const row = await db
        .selectFrom('serving.closes as closed')
        .innerJoin('serving.runs as run', 'run.run_id', 'closed.run_id')
        .select(['closed.month', 'closed.edition', 'closed.policy_key'])
        .where('closed.ladder', '=', ladder)
        .where('closed.month', '=', addMonths(month, -1))
        .where(
            'run.run_no',
            '<=',
            sql<number>`(select run_no from serving.runs where run_id = ${runId})`,
        )
        .orderBy('closed.edition', 'desc')
        .limit(1)
        .executeTakeFirst()
    if (row === undefined) return null
    return { ladder, month: row.month, edition: row.edition, policyKey: row.policy_key }
}
