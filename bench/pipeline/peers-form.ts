import { join } from 'node:path'
import type { BankContext } from '#pipeline/bank-context.ts'
import type { Step } from '#pipeline/plan.ts'

/**
 * Writes our results as the peers write theirs, for one digest over all of them:
 * `assignments.parquet` and `features.parquet` with the measure, both below `folder` with the
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
    await warehouse.writeParquet({
        sql: measureSql(relationOf('features.party_months'), records),
        folder: join(folder, 'features.parquet'),
    })
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

/** In 0.001 CNY from the parts: also organisations have it, whom the ladder leaves out. */
function measureSql(features: string, records: string): string {
    return `
        select
            cast(records.source_key as bigint) as party_id,
            facts.month % 100 as month,
            cast(case
                when coalesce(
                    facts.deposit_known_avg_month,
                    facts.wealth_product_known_avg_month,
                    facts.fund_known_avg_month
                ) is not null then
                    coalesce(facts.deposit_known_avg_month, 0) * 1000
                    + coalesce(facts.wealth_product_known_avg_month, 0) * 1200
                    + coalesce(facts.fund_known_avg_month, 0) * 1000
            end as bigint) as measure
        from ${features} facts
        join ${records} records on records.record_id = facts.party_id`
}
