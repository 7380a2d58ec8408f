import { formatMonth, type Month } from '#domain/month.ts'
import type { OverridesTable } from '#store/tables.ts'
import { isCompliance } from '../authority.ts'
import { readLadderRules } from '../ladder-rules.ts'
import type { Workbench } from '../workbench.ts'

/** Which overrides: those that wait, those that end in a month, or all that wait or hold. */
export type OverrideChoice = {
    readonly ladder: string
    readonly which: { readonly kind: 'open' | 'all' } | Ending
    readonly limit: number
}
type Ending = { readonly kind: 'ending'; readonly month: Month }

/** One override in a list. */
export type ListedOverride = {
    readonly overrideId: number
    readonly partyId: string
    readonly recordKey: string | null
    readonly name: string | null
    readonly tier: string
    readonly mode: 'at_least' | 'exactly'
    readonly lifts: string | null
    /** `2026-01`, both included. */
    readonly from: string
    readonly until: string
    readonly reason: string
    readonly status: OverridesTable['status']
    readonly requestedBy: string
    readonly decidedBy: string | null
}

/** Overrides, those that end first first, and how many there are in all. */
export type OverrideList = {
    readonly total: number
    readonly overrides: readonly ListedOverride[]
}

/**
 * The overrides of a ladder. One that lifts a confidential cap would tell of the cap: everyone
 * but compliance sees it without.
 */
export async function listOverrides(
    workbench: Workbench,
    { ladder, which, limit }: OverrideChoice,
): Promise<OverrideList> {
    const { store, people, actor } = workbench
    const { db } = store
    const { versions } = await readLadderRules(workbench, db, ladder)
    const seesAll = isCompliance(people, actor.osUser)
    const caps = versions.flatMap(({ policy }) => policy.caps)
    const hidden = new Set(caps.filter((cap) => cap.isConfidential).map(({ id }) => id))
    let chosen = db
        .selectFrom('workbench.overrides as asked')
        .leftJoin('serving.parties as parties', 'parties.party_id', 'asked.party_id')
        .where('asked.ladder', '=', ladder)
    if (which.kind === 'open') chosen = chosen.where('status', '=', 'requested')
    else chosen = chosen.where('status', 'in', ['requested', 'approved'])
    if (which.kind === 'ending') {
        chosen = chosen.where('status', '=', 'approved').where('until_month', '=', which.month)
    }
    const { count } = await chosen
        .select(({ fn }) => fn.countAll<bigint>().as('count'))
        .executeTakeFirstOrThrow()
    const rows = await chosen
        .selectAll('asked')
        .select(['record_key', 'name_masked'])
        .orderBy('until_month')
        .orderBy('override_id')
        .limit(limit)
        .execute()
    const overrides = rows.map((row) => {
        const isHidden = !seesAll && row.lifts !== null && hidden.has(row.lifts)
        return {
            overrideId: row.override_id,
            partyId: String(row.party_id),
            recordKey: row.record_key,
            name: row.name_masked,
            tier: row.tier,
            mode: row.mode,
            lifts: isHidden ? null : row.lifts,
            from: formatMonth(row.from_month),
            until: formatMonth(row.until_month),
            reason: isHidden ? '' : row.reason,
            status: row.status,
            requestedBy: row.requested_by,
            decidedBy: row.decided_by,
        }
    })
    return { total: Number(count), overrides }
}
