import type { Kysely } from 'kysely'
import type { Month } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import { type PublishedClose, readCloses } from './read-closes.ts'

/** Of whom something is asked, and of which month. */
export type RestrictedQuestion = { readonly partyId: string; readonly month: Month }

/**
 * Whether a confidential rule holds of a party on any ladder: in the close of the month, or the
 * last one before it, or in the ladder's last close, as who is restricted today was perhaps not
 * yet then.
 */
export async function isRestrictedParty(
    db: Kysely<Tables>,
    { partyId, month }: RestrictedQuestion,
): Promise<boolean> {
    const closes = await readCloses(db)
    const ofLadders = [...Map.groupBy(closes, ({ ladder }) => ladder).values()]
    const looked = ofLadders.flatMap((own) => {
        const then = lastOf(own.filter((close) => close.month <= month))
        return [...new Set([lastOf(own), then])].filter((close) => close !== null)
    })
    for (const { ladder, month: closed, edition } of looked) {
        const row = await db
            .selectFrom('serving.assignments')
            .select('restricted')
            .where('ladder', '=', ladder)
            .where('month', '=', closed)
            .where('edition', '=', edition)
            .where('party_id', '=', BigInt(partyId))
            .executeTakeFirst()
        if (row?.restricted === true) return true
    }
    return false
}

function lastOf(closes: readonly PublishedClose[]): PublishedClose | null {
    return closes.reduce<PublishedClose | null>(
        (last, one) => (last === null || one.month > last.month ? one : last),
        null,
    )
}
