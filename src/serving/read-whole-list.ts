import { type Kysely, sql } from 'kysely'
import type { Tables } from '#store/tables.ts'
import {
    type ListedParty,
    type ListQuestion,
    type ListRow,
    listedParty,
    queryList,
} from './read-list.ts'

/** Enough at once that the server is not asked too often, few enough for any memory. */
const portion = 2_000

/**
 * Reads all parties of a list in its order, handed on in portions by a cursor, so that a list of
 * millions takes no more memory than a short one. All portions are of one instant. Returns the
 * number of parties that the list holds.
 */
export async function readWholeList(
    db: Kysely<Tables>,
    question: Omit<ListQuestion, 'limit'>,
    take: (parties: readonly ListedParty[]) => Promise<void>,
): Promise<number> {
    return await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (reading) => {
            const { total, rows } = await queryList(reading, question)
            await sql`declare listed no scroll cursor for ${rows}`.execute(reading)
            while (true) {
                const { rows: found } = await sql<ListRow>`
                    fetch forward ${sql.lit(portion)} from listed`.execute(reading)
                if (found.length === 0) return total
                await take(found.map((row) => listedParty(row, question.viewer)))
            }
        })
}

/** How many parties of a close a confidential rule holds of. */
export async function countRestricted(
    db: Kysely<Tables>,
    { ladder, month, edition }: ListQuestion['close'],
): Promise<number> {
    const { count } = await db
        .selectFrom('serving.assignments')
        .select((column) => column.fn.countAll<bigint>().as('count'))
        .where('ladder', '=', ladder)
        .where('month', '=', month)
        .where('edition', '=', edition)
        .where('restricted', '=', true)
        .executeTakeFirstOrThrow()
    return Number(count)
}
