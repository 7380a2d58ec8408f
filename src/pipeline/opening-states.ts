import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { formatMonth } from '#domain/month.ts'
import { failure, Refusal } from '#domain/result.ts'
import type { Tables } from '#store/tables.ts'
import { writeLevel } from '#tiers/write-levels.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import type { OpeningTable } from './bank-inputs.ts'
import type { RuledClose } from './human-facts.ts'
import { type HumanRow, type HumanTable, measureHumanTable } from './human-table.ts'
import type { Twin } from './model.ts'

const pageSize = 50_000
/** How many ids a sentence names; the number of all stands beside them. */
const namedMax = 50

/**
 * The tiers that another system left on a ladder, for its first close. Null where none were
 * imported. Throws Refusal with every tier that the rules of that close do not have.
 */
export async function readOpeningStates(
    db: Kysely<Tables>,
    { ladder, month, policy }: RuledClose,
): Promise<HumanTable | null> {
    const tiers = await db
        .selectFrom('workbench.opening_states')
        .where('ladder', '=', ladder)
        .groupBy('tier')
        .orderBy('tier')
        .select(['tier', (column) => column.fn.countAll<bigint>().as('states')])
        .execute()
    const known = policy.tiers.map(({ id }) => id)
    const unknown = tiers.filter(({ tier }) => !known.includes(tier))
    if (unknown.length > 0) {
        const { version } = policy
        throw new Refusal(
            unknown.map(({ tier, states }) => {
                const params = { ladder, version, tier, known: known.join(', ') }
                return failure('pipeline.opening_tier_unknown', {
                    ...params,
                    states: Number(states),
                })
            }),
        )
    }
    return await measureHumanTable({
        kind: 'opening',
        ladder,
        month,
        rows: () => pages(db, ladder),
    })
}

/** Whether another system has left states on a ladder. */
export async function hasOpeningStates(db: Kysely<Tables>, ladder: string): Promise<boolean> {
    const row = await db
        .selectFrom('workbench.opening_states')
        .select('party_id')
        .where('ladder', '=', ladder)
        .limit(1)
        .executeTakeFirst()
    return row !== undefined
}

/** All states of a ladder by party, a page at a time: an old system may hand over every party. */
async function* pages(
    db: Kysely<Tables>,
    ladder: string,
): AsyncGenerator<readonly HumanRow[], void> {
    for (let after: bigint | null = null; ; ) {
        let query = db.selectFrom('workbench.opening_states').where('ladder', '=', ladder)
        if (after !== null) query = query.where('party_id', '>', after)
        const rows = await query
            .select(['party_id', 'tier', 'below_count', 'closes_since_entry'])
            .orderBy('party_id')
            .limit(pageSize)
            .execute()
        yield rows.map((row) => [
            String(row.party_id),
            row.tier,
            String(row.below_count),
            String(row.closes_since_entry),
        ])
        const last = rows.at(-1)
        if (last === undefined || rows.length < pageSize) return
        after = last.party_id
    }
}

/** The opening states as a close before the first one would have left them, under its rules. */
export function openingRelation(twin: Twin, { path, policy }: OpeningTable): string {
    const level = writeLevel(policy, 'tier')
    const values: Readonly<Record<string, string>> = {
        party_id: 'party_id',
        earned_level: level,
        earned_cause: "'unchanged'",
        level,
        cause: "'earned'",
        below_count: 'below_count',
        // The best level among those reviews is not known: the lowest gives nothing away.
        below_level_max: 'case when below_count > 0 then 0 end',
        up_count: '0',
        stale_count: '0',
        closes_since_entry: 'closes_since_entry',
        is_restricted: 'false',
    }
    const columns = Object.entries(twin.columns).map(
        ([name, { type }]) => `cast(${values[name] ?? 'null'} as ${type}) as ${name}`,
    )
    return `(select ${columns.join(', ')} from @human(${path}))`
}

/** Refuses opening states of parties that are not there; `parties` is identity.parties. */
export async function checkOpeningParties(
    tables: readonly HumanTable[],
    {
        warehouse,
        human,
        parties,
    }: { readonly warehouse: Warehouse; readonly human: string; readonly parties: string },
): Promise<void> {
    const failures = []
    for (const { kind, ladder, month, path } of tables) {
        if (kind !== 'opening') continue
        const opening = warehouse.parquet([join(human, path)])
        const rows = await warehouse.rows(`
            select party_id, count(*) over () as n
            from ${opening} opening
            where not exists (
                select 1 from ${parties} party where party.party_id = opening.party_id
            )
            order by party_id
            limit ${namedMax}`)
        const [first] = rows
        if (first === undefined) continue
        const named = rows.map((row) => String(row.party_id)).join(', ')
        const count = Number(first.n)
        const params = { ladder, month: formatMonth(month), count, parties: named }
        failures.push(
            failure('pipeline.opening_party_unknown', { ...params, more: count - rows.length }),
        )
    }
    if (failures.length > 0) throw new Refusal(failures)
}
