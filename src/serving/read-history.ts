import type { Kysely } from 'kysely'
import type { Tables } from '#store/tables.ts'
import { type AssignmentView, viewAssignment } from './assignment-row.ts'

/** Every month's assignment of a party on a ladder, oldest first, of each the highest edition. */
export async function readHistory(
    db: Kysely<Tables>,
    { partyId, ladder }: { readonly partyId: string; readonly ladder: string },
): Promise<readonly AssignmentView[]> {
    const rows = await db
        .selectFrom('serving.assignments')
        .selectAll()
        .distinctOn('month')
        .where('party_id', '=', BigInt(partyId))
        .where('ladder', '=', ladder)
        .orderBy('month')
        .orderBy('edition', 'desc')
        .execute()
    return rows.map(viewAssignment)
}
