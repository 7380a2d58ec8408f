import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Month } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import { type Among, amongRows, everybody } from './among.ts'
import { moneyText } from './assignment-row.ts'
import type { PublishedClose } from './read-closes.ts'
import type { Migration, MonthOfTiers } from './summary.ts'
import { anyone, openValue } from './withhold.ts'

/** Tiers and causes of each of these closes, in their order; of all parties where not told. */
export async function readMonths(
    db: Kysely<Tables>,
    closes: readonly PublishedClose[],
    among: Among = everybody,
): Promise<readonly MonthOfTiers[]> {
    const [first] = closes
    if (first === undefined) return []
    // Two editions may share one snapshot; month and edition tell them apart.
    const of = sql<boolean>`ladder = ${first.ladder} and (month, edition) in (${sql.join(
        closes.map(({ month, edition }) => sql`(${month}::integer, ${edition}::integer)`),
    )})`
    const { rows } = await (among.kind === 'everybody' ? wholeBank(of) : partOf(among, of)).execute(
        db,
    )
    return closes.map(({ month }) =>
        monthOfTiers(
            month,
            rows.filter((row) => row.month === month),
        ),
    )
}

type MonthRow = CountedRow & { readonly month: Month }

/** All parties were counted when the close was published. */
function wholeBank(isOfCloses: RawBuilder<boolean>): RawBuilder<MonthRow> {
    return sql`
        select month, tier, earned_cause, restricted, parties, assets::text
        from serving.close_counts
        where ${isOfCloses}`
}

/** In a part of the bank a restricted party may be alone in its tier: the sum would be its own. */
function partOf(among: Among, isOfCloses: RawBuilder<boolean>): RawBuilder<MonthRow> {
    return sql`
        select month, tier, earned_cause, restricted, count(*) as parties,
            coalesce(
                sum(${openValue(anyone, { alias: 'assigned', column: 'assets' })}), 0
            )::text as assets
        from serving.assignments assigned
        where ${isOfCloses} and ${amongRows(among, 'assigned')}
        group by month, tier, earned_cause, restricted`
}

type CountedRow = {
    readonly tier: string | null
    readonly earned_cause: string
    readonly restricted: boolean
    readonly parties: bigint
    readonly assets: string
}

/**
 * Parties that left keep a last row, which counts as a cause and in no tier. Restricted ones count
 * in the tier given, which anyone may see, and in no cause: few as they are, it would tell.
 */
function monthOfTiers(month: Month, rows: readonly CountedRow[]): MonthOfTiers {
    const tiers = new Map<string | null, { parties: number; assets: bigint }>()
    const causes: Record<string, number> = {}
    for (const row of rows) {
        if (!row.restricted) {
            causes[row.earned_cause] = (causes[row.earned_cause] ?? 0) + Number(row.parties)
        }
        if (row.earned_cause === 'left') continue
        const size = tiers.get(row.tier) ?? { parties: 0, assets: 0n }
        size.parties += Number(row.parties)
        size.assets += BigInt(row.assets)
        tiers.set(row.tier, size)
    }
    return {
        month,
        causes,
        tiers: [...tiers].map(([tier, { parties, assets }]) => ({
            tier,
            parties,
            assets: moneyText(assets),
        })),
    }
}

/**
 * How parties moved between the tiers of two closes; `from` and `to` may be without a tier. A
 * restricted party counts without its assets: it may be alone in a move, and they would be its own.
 */
export async function readMigrations(
    db: Kysely<Tables>,
    {
        before,
        after,
        among = everybody,
    }: {
        readonly before: PublishedClose
        readonly after: PublishedClose
        readonly among?: Among
    },
): Promise<readonly Migration[]> {
    const rowsOf = (close: PublishedClose) => sql`(
        select party_id, tier,
            case when restricted then 0 else assets end as assets
        from serving.assignments assigned
        where ladder = ${close.ladder} and month = ${close.month}
            and edition = ${close.edition} and earned_cause <> 'left'
            and ${amongRows(among, 'assigned')}
    )`
    const { rows } = await sql<{
        from: string | null
        to: string | null
        parties: string
        assets: string
    }>`
        select old.tier as "from", new.tier as "to", count(*)::text as parties,
            coalesce(sum(coalesce(new.assets, old.assets)), 0)::text as assets
        from ${rowsOf(before)} old
        full join ${rowsOf(after)} new on new.party_id = old.party_id
        group by 1, 2
        order by 1, 2`.execute(db)
    return rows.map(({ from, to, parties, assets }) => ({
        from,
        to,
        parties: Number(parties),
        assets: moneyText(BigInt(assets)),
    }))
}
