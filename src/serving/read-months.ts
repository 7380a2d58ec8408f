import { type Kysely, sql } from 'kysely'
import type { Month } from '#domain/month.ts'
import type { Tables } from '#store/tables.ts'
import { moneyText } from './assignment-row.ts'
import type { PublishedClose } from './read-closes.ts'
import type { Migration, MonthOfTiers } from './summary.ts'

/** Tiers and causes of each of these closes, in their order. */
export async function readMonths(
    db: Kysely<Tables>,
    closes: readonly PublishedClose[],
): Promise<readonly MonthOfTiers[]> {
    const [first] = closes
    if (first === undefined) return []
    // Two editions may share one snapshot; month and edition tell them apart.
    const rows = await db
        .selectFrom('serving.assignments as assigned')
        .where('assigned.ladder', '=', first.ladder)
        .where(({ and, or }) =>
            or(
                closes.map(({ month, edition }) =>
                    and({ 'assigned.month': month, 'assigned.edition': edition }),
                ),
            ),
        )
        .groupBy([
            'assigned.month',
            'assigned.tier',
            'assigned.earned_cause',
            'assigned.restricted',
        ])
        .select(['assigned.month', 'assigned.tier', 'assigned.earned_cause', 'assigned.restricted'])
        .select((column) => [
            column.fn.countAll<bigint>().as('parties'),
            sql<string>`coalesce(sum(assigned.assets), 0)::text`.as('assets'),
        ])
        .execute()
    return closes.map(({ month }) =>
        monthOfTiers(
            month,
            rows.filter((row) => row.month === month),
        ),
    )
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
    { before, after }: { readonly before: PublishedClose; readonly after: PublishedClose },
): Promise<readonly Migration[]> {
    const rowsOf = (close: PublishedClose) => sql`(
        select party_id, tier,
            case when restricted then 0 else assets end as assets
        from serving.assignments
        where ladder = ${close.ladder} and month = ${close.month}
            and edition = ${close.edition} and earned_cause <> 'left'
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
