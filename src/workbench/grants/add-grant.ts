import { type Kysely, sql } from 'kysely'
import { addMonths, type Day, firstDayOf, monthOf } from '#domain/month.ts'
import { type Failure, failure, Refusal } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import { levelOf } from '#tiers/policy.ts'
import { change } from '../change.ts'
import { type LadderRules, readLadderRules, versionsServing } from '../ladder-rules.ts'
import { readTable, type TableRow } from '../read-table.ts'
import { partyFault, resolveParties } from '../resolve-parties.ts'
import type { Workbench } from '../workbench.ts'

/** A tier that is to be lent to the parties of a file, by campaign. */
export type GrantWish = {
    readonly ladder: string
    readonly tier: string
    readonly campaign: string
    /** Both included. */
    readonly from: Day
    readonly until: Day
    readonly reason: string
    /** A CSV file with the header `party`. */
    readonly file: string
}

/** Months between the first days of two grants by campaign to one party on one ladder. */
export const grantMonthsBetween = 24
const reasonLettersMax = 500

/**
 * Asks for a grant; another person has to approve it before it does anything. Returns its number
 * and how many parties it has. Throws Refusal with every fault of the wish and of every line.
 */
export async function addGrant(
    workbench: Workbench,
    wish: GrantWish,
): Promise<{ readonly grantId: number; readonly parties: number }> {
    const { rows, faults: unread } = await readTable(wish.file, {
        required: ['party'],
        optional: [],
    })
    return await change(workbench, 'grants', async (db) => {
        const { ladder } = wish
        const rules = await readLadderRules(workbench, db, ladder)
        const found = await partiesOf(db, rows)
        const parties = [...found.parties.keys()]
        const faults = [...wishFaults(wish, rules), ...unread, ...found.faults]
        const earlier = await earlierGrants(db, { wish, parties })
        for (const { party_id: party, grant_id: grantId, from_day: from } of earlier) {
            const row = found.parties.get(party)
            const params = {
                party: row?.texts.party ?? String(party),
                number: String(grantId),
                from,
                months: grantMonthsBetween,
            }
            faults.push(failure('workbench.grant_again', params, row?.placeOf('party')))
        }
        faults.sort((left, right) => (left.at?.line ?? 0) - (right.at?.line ?? 0))
        if (faults.length > 0) throw new Refusal(faults)
        const grantId = await insertGrant(db, { wish, parties, by: workbench.actor.name })
        const { file: _, ...told } = wish
        const details = { ...told, parties: parties.length }
        const event = { action: 'grants.add', subject: `grant ${grantId}`, details }
        return { result: { grantId, parties: parties.length }, events: [event] }
    })
}

/** What the rules of the ladder have against a grant, whoever is on its list. */
export function wishFaults(
    { ladder, tier, campaign, from, until, reason }: Omit<GrantWish, 'file'>,
    rules: LadderRules,
): readonly Failure[] {
    const faults: Failure[] = []
    for (const [field, text] of Object.entries({ campaign, reason })) {
        if (text.trim() === '') faults.push(failure('workbench.value_missing', { field }))
        if (text.length <= reasonLettersMax) continue
        faults.push(failure('workbench.text_long', { field, max: reasonLettersMax }))
    }
    const first = firstDayOf(rules.firstOpen)
    if (from < first) faults.push(failure('workbench.grant_early', { from, first }))
    if (until < from) return [...faults, failure('workbench.range_reversed', { from, until })]
    const months = { from: monthOf(from), to: monthOf(until) }
    if (until >= laterDay(from, grantMonthsBetween)) {
        return [...faults, failure('workbench.grant_long', { max: grantMonthsBetween })]
    }
    for (const { policy } of versionsServing(rules, months)) {
        if (levelOf(policy, tier) !== null) continue
        const known = policy.tiers.map(({ id }) => id).join(', ')
        const params = { tier, ladder, version: policy.version, known }
        return [...faults, failure('workbench.tier_unknown', params)]
    }
    return faults
}

/** The same day of the month so many months later, at most its last day. */
function laterDay(day: Day, months: number): Day {
    const month = addMonths(monthOf(day), months)
    return `${firstDayOf(month).slice(0, 8)}${day.slice(8)}`
}

async function partiesOf(
    db: Kysely<Tables>,
    rows: readonly TableRow[],
): Promise<{
    readonly parties: ReadonlyMap<bigint, TableRow>
    readonly faults: readonly Failure[]
}> {
    const texts = rows.map((row) => row.texts.party ?? '')
    const resolved = await resolveParties(db, texts)
    const parties = new Map<bigint, TableRow>()
    const faults: Failure[] = []
    for (const row of rows) {
        const party = row.texts.party ?? ''
        const found = resolved.get(party) ?? 'unfit'
        const at = row.placeOf('party')
        if (typeof found !== 'bigint') faults.push(partyFault(party, found, at))
        else if (parties.has(found)) {
            const line = parties.get(found)?.line ?? 0
            faults.push(failure('workbench.party_twice', { party, line }, at))
        } else parties.set(found, row)
    }
    return { parties, faults }
}

type EarlierGrant = {
    readonly party_id: bigint
    readonly grant_id: number
    readonly from_day: string
}

/** Grants by campaign that begin less than 24 months before or after this one. */
async function earlierGrants(
    db: Kysely<Tables>,
    { wish, parties }: { readonly wish: GrantWish; readonly parties: readonly bigint[] },
): Promise<readonly EarlierGrant[]> {
    const between = sql`make_interval(months => ${grantMonthsBetween}::integer)`
    const { rows } = await sql<EarlierGrant>`
        select distinct on (granted.party_id) granted.party_id, grants.grant_id, grants.from_day
        from workbench.grants
        inner join workbench.grant_parties granted on granted.grant_id = grants.grant_id
        where grants.ladder = ${wish.ladder}
            and grants.status in ('requested', 'approved')
            and granted.party_id = any(${parties.map(String)}::bigint[])
            and ${wish.from}::date < grants.from_day + ${between}
            and grants.from_day < ${wish.from}::date + ${between}
        order by granted.party_id, grants.from_day desc`.execute(db)
    return rows
}

async function insertGrant(
    db: Kysely<Tables>,
    {
        wish,
        parties,
        by,
    }: { readonly wish: GrantWish; readonly parties: readonly bigint[]; readonly by: string },
): Promise<number> {
    const { ladder, tier, campaign, from, until, reason } = wish
    const { grant_id: grantId } = await db
        .insertInto('workbench.grants')
        .values({
            ...{ ladder, campaign, tier, from_day: from, until_day: until, reason },
            ...{ status: 'requested', requested_by: by },
        })
        .returning('grant_id')
        .executeTakeFirstOrThrow()
    await sql`
        insert into workbench.grant_parties (grant_id, party_id)
        select ${grantId}, party_id
        from unnest(${parties.map(String)}::bigint[]) as granted (party_id)`.execute(db)
    return grantId
}
