import { type Kysely, sql } from 'kysely'
import { formatMonth, monthsOf } from '#domain/month.ts'
import { type Failure, Refusal } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import { change } from '../change.ts'
import { readLadderRules } from '../ladder-rules.ts'
import { partyFault, resolveParties } from '../resolve-parties.ts'
import type { Workbench } from '../workbench.ts'
import { neighbourFaults, type OtherOverride, ruleFaults } from './check-override.ts'
import type { OverrideWish } from './override-wish.ts'

/** Overrides asked for on one ladder, and what was wrong with those that could not be read. */
export type OverrideRequest = {
    readonly ladder: string
    readonly wishes: readonly OverrideWish[]
    readonly faults: readonly Failure[]
}

/**
 * Asks for overrides, all of them or none; another person has to approve each before it does
 * anything. Returns their numbers, in order. Throws Refusal with every fault of every wish.
 */
export async function addOverrides(
    workbench: Workbench,
    { ladder, wishes, faults: unread }: OverrideRequest,
): Promise<readonly number[]> {
    return await change(workbench, 'overrides', async (db) => {
        const rules = await readLadderRules(workbench, db, ladder)
        const parties = await resolveParties(
            db,
            wishes.map(({ party }) => party),
        )
        const known = [...parties.values()].filter((party) => typeof party === 'bigint')
        const others = await otherOverrides(db, { ladder, parties: known })
        const faults = [...unread]
        const rows: { readonly party: bigint; readonly wish: OverrideWish }[] = []
        for (const wish of wishes) {
            faults.push(...ruleFaults(wish, rules))
            const party = parties.get(wish.party) ?? 'unfit'
            if (typeof party !== 'bigint') {
                faults.push(partyFault(wish.party, party, wish.placeOf('party')))
                continue
            }
            const ofParty = others.get(party) ?? []
            const beside = neighbourFaults(wish, ofParty)
            faults.push(...beside)
            // One that overlaps is not held against the next one as well.
            if (beside.length === 0) others.set(party, [...ofParty, otherOf(wish)])
            rows.push({ party, wish })
        }
        faults.sort((left, right) => (left.at?.line ?? 0) - (right.at?.line ?? 0))
        if (faults.length > 0) throw new Refusal(faults)
        const ids = await insertOverrides(db, { ladder, rows, by: workbench.actor.name })
        const events = rows.map(({ party, wish }, index) => ({
            action: 'overrides.add',
            subject: `override ${ids[index]}`,
            details: detailsOf({ ladder, party, wish }),
        }))
        return { result: ids, events }
    })
}

function otherOf({ from, until, placeOf }: OverrideWish): OtherOverride {
    return { from, until, known: { by: 'line', number: placeOf('party')?.line ?? 0 } }
}

/** The overrides of these parties that hold or wait, or have held. */
async function otherOverrides(
    db: Kysely<Tables>,
    { ladder, parties }: { readonly ladder: string; readonly parties: readonly bigint[] },
): Promise<Map<bigint, readonly OtherOverride[]>> {
    const rows = await db
        .selectFrom('workbench.overrides')
        .select(['override_id', 'party_id', 'from_month', 'until_month'])
        .where('ladder', '=', ladder)
        .where('status', 'in', ['requested', 'approved'])
        .where(sql<boolean>`party_id = any(${parties.map(String)}::bigint[])`)
        .execute()
    const others = new Map<bigint, readonly OtherOverride[]>()
    for (const row of rows) {
        const other = {
            from: row.from_month,
            until: row.until_month,
            known: { by: 'number', number: row.override_id },
        } as const
        others.set(row.party_id, [...(others.get(row.party_id) ?? []), other])
    }
    return others
}

type NewOverrides = {
    readonly ladder: string
    readonly rows: readonly { readonly party: bigint; readonly wish: OverrideWish }[]
    readonly by: string
}

async function insertOverrides(
    db: Kysely<Tables>,
    { ladder, rows, by }: NewOverrides,
): Promise<readonly number[]> {
    const { rows: inserted } = await sql<{ readonly override_id: number }>`
        insert into workbench.overrides
            (ladder, party_id, mode, tier, lifts, from_month, until_month, reason, status,
                requested_by)
        select
            ${ladder}, party_id, mode, tier, nullif(lifts, ''), from_month, until_month, reason,
            'requested', ${by}
        from unnest(
            ${rows.map(({ party }) => String(party))}::bigint[],
            ${rows.map(({ wish }) => wish.mode)}::text[],
            ${rows.map(({ wish }) => wish.tier)}::text[],
            ${rows.map(({ wish }) => wish.lifts ?? '')}::text[],
            ${rows.map(({ wish }) => wish.from)}::integer[],
            ${rows.map(({ wish }) => wish.until)}::integer[],
            ${rows.map(({ wish }) => wish.reason)}::text[]
        ) with ordinality
            as wished (party_id, mode, tier, lifts, from_month, until_month, reason, position)
        order by position
        returning override_id`.execute(db)
    const ids = inserted.map((row) => row.override_id)
    const months = rows.flatMap(({ party, wish }, index) =>
        monthsOf({ from: wish.from, to: wish.until }).map((month) => ({
            party: String(party),
            month,
            id: ids[index] ?? 0,
        })),
    )
    await sql`
        insert into workbench.override_months (ladder, party_id, month, override_id)
        select ${ladder}, party_id, month, override_id
        from unnest(
            ${months.map(({ party }) => party)}::bigint[],
            ${months.map(({ month }) => month)}::integer[],
            ${months.map(({ id }) => id)}::integer[]
        ) as served (party_id, month, override_id)`.execute(db)
    return ids
}

function detailsOf({
    ladder,
    party,
    wish: { tier, mode, lifts, from, until, reason },
}: {
    readonly ladder: string
    readonly party: bigint
    readonly wish: OverrideWish
}): Readonly<Record<string, unknown>> {
    const months = { from: formatMonth(from), until: formatMonth(until) }
    return { ladder, partyId: String(party), tier, mode, lifts, ...months, reason }
}
