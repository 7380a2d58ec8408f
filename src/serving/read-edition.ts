import type { Kysely } from 'kysely'
import { formatMonth, type Month } from '#domain/month.ts'
import { refuse } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import { type PublishedClose, readClose, readEditions } from './read-closes.ts'

/** Which close of a ladder is meant, and which edition of it; null: the last, the one in force. */
export type EditionQuestion = {
    readonly ladder: string
    readonly month: Month | null
    readonly edition: number | null
}

/**
 * The close that a reader means, in any edition. Refuses as `readClose` does, and with
 * `serving.edition_unknown` where the month has no such edition.
 */
export async function readEdition(
    db: Kysely<Tables>,
    { ladder, month, edition }: EditionQuestion,
): Promise<PublishedClose> {
    const inForce = await readClose(db, { ladder, month })
    if (edition === null || edition === inForce.edition) return inForce
    const editions = await readEditions(db)
    const found = editions.find(
        (one) => one.ladder === ladder && one.month === inForce.month && one.edition === edition,
    )
    const params = { month: formatMonth(inForce.month), edition, last: inForce.edition }
    return found ?? refuse('serving.edition_unknown', params)
}
