import type { Kysely } from 'kysely'
import { addMonths, type Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { spine, writeFeatureRelation } from '#features/write-feature-relation.ts'
import type { Tables } from '#store/tables.ts'
import type { ExplainedChange } from '#tiers/explain-cause.ts'
import type { DayFacts } from '#tiers/judge-express.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { RunRelations } from './run-relations.ts'

/** A party at a close, with what that close's run has read. */
export type FactsQuestion = {
    readonly relations: RunRelations
    readonly warehouse: Warehouse
    readonly month: Month
    readonly partyId: string
}

/** The features of a party as the close read them; null where it was not among the month's. */
export async function readPartyFacts(question: FactsQuestion): Promise<Facts | null> {
    const { relations, warehouse, month, partyId } = question
    const facts = factsOf({ relations, month })
    if (facts === null) throw new Error(`no run has read the features of ${month}`)
    const sql = `select * from ${facts} facts where party_id = $1`
    const [row] = await warehouse.rows(sql, [BigInt(partyId)])
    return row ?? null
}

/** The features of all members of the party's household; none where it is in no household. */
export async function readHouseholdFacts(question: FactsQuestion): Promise<readonly Facts[]> {
    const { relations, warehouse, month, partyId } = question
    const facts = factsOf({ relations, month })
    const members = relations.snapshot('identity.household_members', month)
    if (facts === null || members === null) return []
    const sql = `
select facts.*
from ${members} own
join ${members} members on members.household_id = own.household_id
join ${facts} facts on facts.party_id = members.party_id
where own.party_id = $1
order by facts.party_id`
    return await warehouse.rows(sql, [BigInt(partyId)])
}

/** All features that a run has read of a month; null where it read none. */
function factsOf({ relations, month }: Pick<FactsQuestion, 'relations' | 'month'>): string | null {
    if (relations.snapshot(spine, month) === null) return null
    const read = [...catalogue.values()].filter(
        ({ table }) => relations.snapshot(table, month) !== null,
    )
    return writeFeatureRelation(
        read.map(({ id }) => id),
        { catalogue, read: (table) => relations.snapshot(table, month) ?? '' },
    )
}

/** A party's balances of the days that the express rule looks at; none where none are known. */
export async function readDayFacts(question: FactsQuestion): Promise<readonly DayFacts[]> {
    const { relations, warehouse, month, partyId } = question
    const days: DayFacts[] = []
    for (const one of [addMonths(month, -1), month]) {
        const relation = relations.snapshot('features.party_days', one)
        if (relation === null) continue
        const sql = `select * from ${relation} where party_id = $1 order by day`
        const rows = await warehouse.rows(sql, [BigInt(partyId)])
        days.push(...rows.map((facts) => ({ day: String(facts.day), facts })))
    }
    return days
}

/** What identity joined to the party or took it from, as this close was the first to see. */
export async function readChanges(
    db: Kysely<Tables>,
    { relations, warehouse, month, partyId, ladder }: FactsQuestion & { readonly ladder: string },
): Promise<readonly ExplainedChange[]> {
    const relation = relations.snapshot('identity.party_changes', null)
    if (relation === null) return []
    // Closes of before there were matchings tell of every ladder at once.
    const columns = await warehouse.describe(`select * from ${relation} changes`)
    const isOwn = columns.some(({ name }) => name === 'ladder')
    const own = isOwn ? `ladder in ('*', $3)` : `$3 is not null`
    const sql = `
select kind, old_party_id from ${relation}
where month = $1 and new_party_id = $2 and old_party_id <> $2 and ${own}
order by kind, old_party_id`
    const rows = await warehouse.rows(sql, [month, BigInt(partyId), ladder])
    const ids = rows.map(({ old_party_id: id }) => BigInt(String(id)))
    const names = await recordKeys(db, ids)
    return rows.map((row) => {
        const id = String(row.old_party_id)
        const kind = row.kind === 'split' ? 'split' : 'merged'
        return { kind, partyId: id, name: names.get(id) ?? id }
    })
}

async function recordKeys(
    db: Kysely<Tables>,
    ids: readonly bigint[],
): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map()
    const parties = await db
        .selectFrom('serving.parties')
        .select(['party_id', 'record_key'])
        .where('party_id', 'in', ids)
        .execute()
    // One that is a party no more is known by the record that it was founded by.
    const records = await db
        .selectFrom('serving.party_records')
        .select(['record_id as party_id', 'record_key'])
        .where('record_id', 'in', ids)
        .execute()
    return new Map([...parties, ...records].map((row) => [String(row.party_id), row.record_key]))
}
