import { type Kysely, sql } from 'kysely'
import { atScale, parseDecimal } from '#domain/decimal.ts'
import type { Tables } from '#store/tables.ts'
import { type Among, amongRows, everybody } from './among.ts'
import { measureText, moneyText } from './assignment-row.ts'
import type { PublishedClose } from './read-closes.ts'
import type { NearParty, Summary, SummaryTier } from './summary.ts'
import { anyone, openRows } from './withhold.ts'

/** How many are listed each way, where not told otherwise. */
const listedMax = 20

/** Whoever still holds the tier above is protected, not about to rise. */
export const isNear = sql<boolean>`
    (near = 'down' or near = 'up' and earned_tier is distinct from next_tier)`

/** Which close, and of whom; everybody, and twenty of them each way, where not told. */
type Near = {
    readonly close: PublishedClose
    readonly tiers: readonly SummaryTier[]
    readonly among?: Among
    readonly limit?: number
}

type NearRow = {
    readonly record_key: string
    readonly name: string | null
    readonly branch: string | null
    readonly near: 'up' | 'down'
    readonly tier: string | null
    readonly measure: string
    readonly raw_tier: string
    readonly next_tier: string | null
    readonly next_gap: string | null
}

/**
 * Parties near a threshold: how many, how much, and the nearest ones each way. A summary is for
 * anyone's eyes, so restricted parties are not among them.
 */
export async function readNear(db: Kysely<Tables>, question: Near): Promise<Summary['near']> {
    const { close, tiers, among = everybody } = question
    const { rows: totals } = await sql<{
        near: 'up' | 'down'
        parties: string
        gap: string
        assets: string
    }>`
        select near, count(*)::text as parties, coalesce(sum(next_gap), 0)::text as gap,
            coalesce(sum(assets), 0)::text as assets
        from serving.assignments assigned
        where ladder = ${close.ladder} and month = ${close.month}
            and edition = ${close.edition} and ${isNear} and ${openRows(anyone, 'assigned')}
            and ${amongRows(among, 'assigned')}
        group by near`.execute(db)
    const up = totals.find(({ near }) => near === 'up')
    const down = totals.find(({ near }) => near === 'down')
    const parties = [
        ...(await nearest(db, { ...question, near: 'up' })),
        ...(await nearest(db, { ...question, near: 'down' })),
    ]
    return {
        up: { parties: Number(up?.parties ?? 0), gap: measureText(BigInt(up?.gap ?? 0)) },
        down: { parties: Number(down?.parties ?? 0), assets: moneyText(BigInt(down?.assets ?? 0)) },
        parties: parties.map((row) => viewNear(row, tiers)),
    }
}

async function nearest(
    db: Kysely<Tables>,
    {
        close,
        tiers,
        near,
        among = everybody,
        limit = listedMax,
    }: Near & { readonly near: 'up' | 'down' },
): Promise<readonly NearRow[]> {
    // The largest thresholds first: there one conversation moves the most.
    const ids = tiers.map(({ id }) => id)
    const tier = near === 'up' ? sql`next_tier` : sql`raw_tier`
    // By the table: the columns that are read out are texts, and would be sorted as such.
    const distance = near === 'up' ? sql`assigned.next_gap` : sql`assigned.measure`
    const { rows } = await sql<NearRow>`
        select party.record_key, party.name_masked as name, party.branch, near, tier,
            measure::text, raw_tier, next_tier, next_gap::text
        from serving.assignments assigned
        join serving.parties party on party.party_id = assigned.party_id
        where ladder = ${close.ladder} and month = ${close.month}
            and edition = ${close.edition} and near = ${near} and ${isNear}
            and ${openRows(anyone, 'assigned')} and ${amongRows(among, 'assigned')}
        order by array_position(${ids}::text[], ${tier}) desc, ${distance}, assigned.party_id
        limit ${limit}`.execute(db)
    return rows
}

function viewNear(row: NearRow, tiers: readonly SummaryTier[]): NearParty {
    const tier = row.near === 'up' ? row.next_tier : row.raw_tier
    const at = tiers.find(({ id }) => id === tier)?.atLeast ?? '0'
    const measure = BigInt(row.measure)
    const threshold = atScale(parseDecimal(at) ?? { units: 0n, scale: 0 }, 6).units
    return {
        recordKey: row.record_key,
        name: row.name,
        branch: row.branch,
        direction: row.near,
        tier: row.tier,
        threshold: { tier: tier ?? '', at },
        measure: measureText(measure),
        gap: measureText(row.near === 'up' ? threshold - measure : measure - threshold),
    }
}
