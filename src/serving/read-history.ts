import type { Kysely } from 'kysely'
import type { Tables } from '#store/tables.ts'
import { type AssignmentView, viewAssignment } from './assignment-row.ts'

/** Every month's assignment of a party on a ladder, oldest first, of each the highest edition. */
export async function readHistory(
    db: Kysely<Tables>,
    { partyId, ladder }: { readonly partyId: string; readonly ladder: string },
): Promise<readonly AssignmentView[]> {
    // By way of the closes each row is one look-up by primary key.
    const rows = await db
        .selectFrom('serving.closes as closed')
        .innerJoin('serving.assignments as assigned', (join) =>
            join
                .onRef('assigned.ladder', '=', 'closed.ladder')
                .onRef('assigned.month', '=', 'closed.month')
                .onRef('assigned.edition', '=', 'closed.edition')
                .on('assigned.party_id', '=', BigInt(partyId)),
        )
        .selectAll('assigned')
        .distinctOn('closed.month')
        .where('closed.ladder', '=', ladder)
        .orderBy('closed.month')
        .orderBy('closed.edition', 'desc')
        .execute()
    return rows.map(viewAssignment)
}
