import { firstDayOf, lastDayOf, type Month } from '#domain/month.ts'
import type { GrantsTable } from '#store/tables.ts'
import type { Workbench } from '../workbench.ts'

/** One grant in a list. */
export type ListedGrant = {
    readonly grantId: number
    readonly campaign: string
    readonly tier: string
    /** `2026-01-01`, both included. */
    readonly from: string
    readonly until: string
    readonly parties: number
    readonly reason: string
    readonly status: GrantsTable['status']
    readonly requestedBy: string
    readonly decidedBy: string | null
}

/** Grants of a ladder that wait or hold, or those that end in a month; what ends first first. */
export async function listGrants(
    { store }: Pick<Workbench, 'store'>,
    { ladder, ending }: { readonly ladder: string; readonly ending: Month | null },
): Promise<readonly ListedGrant[]> {
    let chosen = store.db
        .selectFrom('workbench.grants as lent')
        .where('ladder', '=', ladder)
        .where('status', 'in', ['requested', 'approved'])
    if (ending !== null) {
        chosen = chosen
            .where('status', '=', 'approved')
            .where('until_day', '>=', firstDayOf(ending))
            .where('until_day', '<=', lastDayOf(ending))
    }
    const rows = await chosen
        .selectAll()
        .select((grants) =>
            grants
                .selectFrom('workbench.grant_parties as granted')
                .whereRef('granted.grant_id', '=', 'lent.grant_id')
                .select(({ fn }) => fn.countAll<bigint>().as('count'))
                .as('parties'),
        )
        .orderBy('until_day')
        .orderBy('grant_id')
        .execute()
    return rows.map((row) => ({
        grantId: row.grant_id,
        campaign: row.campaign,
        tier: row.tier,
        from: row.from_day,
        until: row.until_day,
        parties: Number(row.parties),
        reason: row.reason,
        status: row.status,
        requestedBy: row.requested_by,
        decidedBy: row.decided_by,
    }))
}
