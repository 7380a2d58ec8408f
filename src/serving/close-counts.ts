import { type Kysely, sql } from 'kysely'
import type { Tables } from '#store/tables.ts'
import type { PublishedClose } from './read-closes.ts'

/** Which close, of which edition. */
export type CloseKey = Pick<PublishedClose, 'ladder' | 'month' | 'edition'>

/**
 * Counts the parties of a close and adds up their assets, once, while it is published: who asks
 * how many there are in a tier does not wait until all of a large bank are counted again.
 */
export async function countClose(
    db: Kysely<Tables>,
    { ladder, month, edition }: CloseKey,
): Promise<void> {
    await sql`
        insert into serving.close_counts
            (ladder, month, edition, tier, earned_cause, restricted, parties, assets)
        select ladder, month, edition, tier, earned_cause, restricted, count(*),
            coalesce(sum(assets), 0)
        from serving.assignments
        where ladder = ${ladder} and month = ${month} and edition = ${edition}
        group by ladder, month, edition, tier, earned_cause, restricted`.execute(db)
}

/** How many parties a close has, of all tiers and without one, or in one tier. */
export async function countParties(
    db: Kysely<Tables>,
    { close, tier }: { readonly close: CloseKey; readonly tier: string | null },
): Promise<number> {
    const { total } = await db
        .selectFrom('serving.close_counts')
        .where('ladder', '=', close.ladder)
        .where('month', '=', close.month)
        .where('edition', '=', close.edition)
        .$if(tier !== null, (query) => query.where('tier', '=', tier))
        .select(sql<string>`coalesce(sum(parties), 0)::text`.as('total'))
        .executeTakeFirstOrThrow()
    return Number(total)
}
