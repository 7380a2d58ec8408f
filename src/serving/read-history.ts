import type { Kysely } from 'kysely'
import type { Month } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import { type StoredAssignment, viewAssignment } from './assignment-row.ts'
import type { AssignmentView } from './assignment-view.ts'
import type { Viewer } from './withhold.ts'

/** Whose months, which of them, and for whom. */
export type HistoryQuestion = {
    readonly partyId: string
    readonly ladder: string
    /** `in_force`: of each month the highest edition; `all`: every edition there is. */
    readonly editions: 'in_force' | 'all'
    readonly viewer: Viewer
}

/** One month of a party, with what the close itself says. */
export type HistoryMonth = AssignmentView & {
    readonly policyKey: string
    readonly runId: string
    /** Why the close was restated, or made with a batch missing; null: neither. */
    readonly reason: string | null
    /** Whether it is the edition in force. */
    readonly isInForce: boolean
}

/** A party's assignments on a ladder, oldest first, of a month the highest edition first. */
export async function readHistory(
    db: Kysely<Tables>,
    { partyId, ladder, editions, viewer }: HistoryQuestion,
): Promise<readonly HistoryMonth[]> {
    const closes = await db
        .selectFrom('serving.closes')
        .select(['month', 'edition', 'policy_key', 'run_id', 'reason'])
        .where('ladder', '=', ladder)
        .orderBy('month')
        .orderBy('edition', 'desc')
        .execute()
    const rows = await readRows(db, { ladder, partyId, months: closes.map(({ month }) => month) })
    // An edition without a row still stands for its month: what an older one gave is past.
    return closes.flatMap((close, index) => {
        const isInForce = close.month !== closes[index - 1]?.month
        if (editions === 'in_force' && !isInForce) return []
        const row = rows.find(
            ({ month, edition }) => month === close.month && edition === close.edition,
        )
        if (row === undefined) return []
        const { policy_key: policyKey, run_id: runId, reason } = close
        return [{ ...viewAssignment(row, viewer), policyKey, runId, reason, isInForce }]
    })
}

/** All editions of these months; naming them makes each one look-up by primary key. */
async function readRows(
    db: Kysely<Tables>,
    {
        ladder,
        partyId,
        months,
    }: { readonly ladder: string; readonly partyId: string; readonly months: readonly Month[] },
): Promise<readonly StoredAssignment[]> {
    if (months.length === 0) return []
    return await db
        .selectFrom('serving.assignments')
        .selectAll()
        .where('ladder', '=', ladder)
        .where('month', 'in', [...new Set(months)])
        .where('party_id', '=', BigInt(partyId))
        .execute()
}
