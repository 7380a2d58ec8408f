import { join } from 'node:path'
import type { PublishedClose } from '#serving/read-closes.ts'
import { type ValueBand, type ValueCell, valueBands } from '#serving/report-summary.ts'
import type { BuiltContext } from '../bank-context.ts'
import { assetsOf } from '../cuts/count-cuts.ts'
import { type MonthRelations, relationOf } from '../run-relations.ts'

/** Which close, the month that has the scores, and the tiers by level. */
export type ValueTiersAsked = {
    readonly close: PublishedClose
    readonly built: MonthRelations
    /** Ids, lowest first. */
    readonly tiers: readonly string[]
    /** SQL of party ids, for behind `in`; null: all. */
    readonly among: string | null
}

/**
 * Parties and assets of a close by tier given and band of value. Of a restricted party the tier
 * alone is told: it counts without a band and without assets.
 */
export async function readValueTiers(
    { warehouse, folders }: Pick<BuiltContext, 'warehouse' | 'folders'>,
    { close, built, tiers, among }: ValueTiersAsked,
): Promise<readonly ValueCell[]> {
    const snapshot = (path: string): string => warehouse.parquet([join(folders.snapshots, path)])
    const rows = await warehouse.rows(
        `select
            assigned.level,
            case when not assigned.is_restricted then scores.value_band end as band,
            count(*) as parties,
            sum(case when not assigned.is_restricted then facts.aum_avg_month end) as assets
        from ${snapshot(close.assignmentsPath)} assigned
        left join ${snapshot(close.factsPath)} facts on facts.party_id = assigned.party_id
        left join ${relationOf(built, 'scores.value_scores')} scores
            on scores.party_id = assigned.party_id
        where assigned.earned_cause <> 'left'
            ${among === null ? '' : `and assigned.party_id in ${among}`}
        group by 1, 2
        order by 1, 2`,
    )
    return rows.map(({ level, band, parties, assets }) => ({
        tier: level == null ? null : (tiers[Number(level)] ?? null),
        band: bandOf(band ?? null),
        parties: Number(parties),
        assets: assetsOf(assets),
    }))
}

function bandOf(text: unknown): ValueBand {
    return valueBands.find((band) => band === text) ?? null
}
