import type { RfmCell } from '#serving/report-summary.ts'
import type { BuiltContext } from '../bank-context.ts'
import { assetsOf } from '../cuts/count-cuts.ts'
import { type MonthRelations, relationOf } from '../run-relations.ts'

/**
 * Parties of the RFM scorecard's population by fifth of recency and of frequency, with their
 * assets at month-end. `among` is SQL of party ids, for behind `in`; null: all.
 */
export async function readRfmMap(
    { warehouse }: Pick<BuiltContext, 'warehouse'>,
    { built, among }: { readonly built: MonthRelations; readonly among: string | null },
): Promise<readonly RfmCell[]> {
    const rows = await warehouse.rows(
        `select
            rfm.recency_score as recency,
            rfm.frequency_score as frequency,
            count(*) as parties,
            sum(facts.aum_end_month) as assets,
            coalesce(sum(rfm.monetary_score), 0) as monetary_sum,
            count(rfm.monetary_score) as monetary_known
        from ${relationOf(built, 'scores.rfm')} rfm
        left join ${relationOf(built, 'features.party_months')} facts
            on facts.party_id = rfm.party_id
        ${among === null ? '' : `where rfm.party_id in ${among}`}
        group by 1, 2
        order by 1, 2`,
    )
    return rows.map((row) => ({
        recency: row.recency == null ? null : Number(row.recency),
        frequency: row.frequency == null ? null : Number(row.frequency),
        parties: Number(row.parties),
        assets: assetsOf(row.assets),
        monetarySum: Number(row.monetary_sum),
        monetaryKnown: Number(row.monetary_known),
    }))
}
