import type { Kysely } from 'kysely'
import type { Tables } from '#store/tables.ts'
import { readCloses } from './read-closes.ts'

/** Whether a confidential rule holds of a party in the last close of any ladder. */
export async function isRestrictedParty(db: Kysely<Tables>, partyId: string): Promise<boolean> {
    const closes = await readCloses(db)
    const last = [...Map.groupBy(closes, ({ ladder }) => ladder).values()].map((own) =>
        own.reduce((latest, one) => (one.month > latest.month ? one : latest)),
    )
    for (const { ladder, month, edition } of last) {
        const row = await db
            .selectFrom('serving.assignments')
            .select('restricted')
            .where('ladder', '=', ladder)
            .where('month', '=', month)
            .where('edition', '=', edition)
            .where('party_id', '=', BigInt(partyId))
            .executeTakeFirst()
        if (row?.restricted === true) return true
    }
    return false
}
