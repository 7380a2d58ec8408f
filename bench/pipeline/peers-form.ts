import { join } from 'node:path'
import type { BankContext } from '#pipeline/bank-context.ts'
import type { Step } from '#pipeline/plan.ts'

/**
 * Writes our results as the peers write theirs, for one digest over all of them:
 * `assignments.parquet`, `features.parquet` and `scores.parquet`, all below `folder` with the
 * workload's own party ids and months from 1 to 12. No part of any timing.
 */
export async function writePeersForm(
    { warehouse, folders }: Pick<BankContext, 'warehouse' | 'folders'>,
    { steps, folder }: { readonly steps: readonly Step[]; readonly folder: string },
): Promise<void> {
    const relationOf = (model: string): string => {
        const built = steps.filter(
            (step) => step.model === model && (step.month ?? 202501) > 202500,
        )
        return warehouse.parquet(built.map(({ path }) => join(folders.snapshots, path)))
    }
    const records = relationOf('identity.records')
    await warehouse.writeParquet({
        sql: assignmentsSql(closesSql({ warehouse, folders }, steps), records),
        folder: join(folder, 'assignments.parquet'),
    })
    const features = featuresSql({
        months: relationOf('features.party_months'),
        flows: relationOf('features.party_flows'),
        balances: relationOf('features.party_balances'),
        records,
    })
    await warehouse.writeParquet({
        sql: features,
        folder: join(folder, 'features.parquet'),
    })
    const scores = scoresSql({
        scores: relationOf('scores.value_scores'),
        rfm: relationOf('scores.rfm'),
        records,
    })
    await warehouse.writeParquet({ sql: scores, folder: join(folder, 'scores.parquet') })
}

/** All closes, each with its month. */
function closesSql(
    { warehouse, folders }: Pick<BankContext, 'warehouse' | 'folders'>,
    steps: readonly Step[],
): string {
    const closes = steps.flatMap(({ model, month, path }) => {
        if (model !== 'tiers.assignments') return []
        const close = warehouse.parquet([join(folders.snapshots, path)])
        return [`select *, ${month} as month from ${close} a_close`]
    })
    return `(${closes.join(' union all ')})`
}

function assignmentsSql(assignments: string, records: string): string {
    return `
        select
            cast(records.source_key as bigint) as party_id,
            assigned.month % 100 as month,
            cast(assigned.raw_level as tinyint) as raw,
            cast(assigned.level as tinyint) as tier,
            assigned.earned_cause as cause,
            assigned.below_count as below,
            assigned.stale_count as stale
        from ${assignments} assigned
        join ${records} records on records.record_id = assigned.party_id`
}

/** All columns of W2; a score in millionths. */
function scoresSql({
    scores,
    rfm,
    records,
}: Readonly<Record<'scores' | 'rfm' | 'records', string>>): string {
    return `
        select
            cast(records.source_key as bigint) as party_id,
            graded.month % 100 as month,
            graded.recency_score as r,
            graded.frequency_score as f,
            graded.monetary_score as m,
            graded.rfm,
            cast(scores.value_score * 10000 as bigint) as score
        from ${rfm} graded
        join ${records} records on records.record_id = graded.party_id
        join ${scores} scores
            on scores.party_id = graded.party_id and scores.month = graded.month`
}

type FeatureRelations = Readonly<Record<'months' | 'flows' | 'balances' | 'records', string>>

/** All columns of W1; the measure in 0.001 CNY from the parts: also organisations have it. */
function featuresSql({ months, flows, balances, records }: FeatureRelations): string {
    return `
        select
            cast(records.source_key as bigint) as party_id,
            facts.month % 100 as month,
            case when facts.party_kind = 'person' then 'person' else 'org' end as kind,
            facts.deposit_known_avg_month as deposit_avg,
            facts.wealth_product_known_avg_month as wealth_avg,
            facts.fund_known_avg_month as fund_avg,
            balances.aum_known_avg_month as aum_avg,
            balances.loan_known_avg_month as loan_avg,
            cast(case
                when coalesce(
                    facts.deposit_known_avg_month,
                    facts.wealth_product_known_avg_month,
                    facts.fund_known_avg_month
                ) is not null then
                    coalesce(facts.deposit_known_avg_month, 0) * 1000
                    + coalesce(facts.wealth_product_known_avg_month, 0) * 1200
                    + coalesce(facts.fund_known_avg_month, 0) * 1000
            end as bigint) as measure,
            facts.inflow_month as inflow,
            facts.outflow_month as outflow,
            facts.transactions_month as txn_count,
            facts.active_days_month as active_days,
            flows.last_transaction_date as last_txn_date,
            coalesce(flows.channels_month, 0) as channel_count,
            coalesce(flows.other_bank_outflow_month, 0) as other_bank_outflow,
            cast(flows.other_bank_outflow_share * 1000000 as bigint) as other_bank_share,
            balances.aum_known_mean_3m as aum_mean3,
            balances.aum_known_mean_12m as aum_mean12,
            balances.aum_known_trend as aum_trend
        from ${months} facts
        join ${records} records on records.record_id = facts.party_id
        left join ${flows} flows
            on flows.party_id = facts.party_id and flows.month = facts.month
        left join ${balances} balances
            on balances.party_id = facts.party_id and balances.month = facts.month`
}
