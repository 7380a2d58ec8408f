import type { ReportSummary } from '#serving/report-summary.ts'
import type { BuiltContext } from '../bank-context.ts'
import { assetsOf } from '../cuts/count-cuts.ts'
import { type MonthRelations, relationOf } from '../run-relations.ts'

/**
 * How much of the assets is in terms that end within 90 days after the month. `among` is SQL of
 * party ids, for behind `in`; null: all.
 */
export async function readMaturing(
    { warehouse }: Pick<BuiltContext, 'warehouse'>,
    { built, among }: { readonly built: MonthRelations; readonly among: string | null },
): Promise<ReportSummary['maturing']> {
    const [row = {}] = await warehouse.rows(
        `select
            count(case when maturing_90d > 0 then 1 end) as parties,
            sum(maturing_90d) as amount
        from ${relationOf(built, 'features.party_maturities')} maturities
        ${among === null ? '' : `where party_id in ${among}`}`,
    )
    return { parties: Number(row.parties ?? 0), amount: assetsOf(row.amount) }
}
