import type { Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import { spine } from '#features/write-feature-relation.ts'
import type { FeatureSpread } from '#serving/feature-spread.ts'
import type { BuiltContext } from '../bank-context.ts'
import { type BuiltMonth, builtMonth, monthBefore } from './built-features.ts'
import { describeFeatures } from './describe-features.ts'

/** What a report shows of the customers; all of `features.party_months`, which closes build. */
const mainFeatures = [
    'aum_avg_month',
    'deposit_avg_month',
    'wealth_product_avg_month',
    'loan_balance',
    'inflow_month',
    'transactions_month',
    'product_categories',
    'tenure_months',
]

/**
 * How the main features are spread over the customers of a month that a run has built. `among` is
 * SQL of party ids, for behind `in`, where not all are meant.
 */
export async function mainSpreads(
    context: BuiltContext,
    month: Month,
    among: string | null = null,
): Promise<readonly FeatureSpread[]> {
    const built = await builtMonth(context, month)
    const earlier = await monthBefore(context, built)
    const now = partOf(built, among)
    const before = earlier === null ? null : partOf(earlier, among)
    const features = mainFeatures.flatMap((id) => catalogue.get(id) ?? [])
    return await describeFeatures(context, { now, before, features })
}

/** The same month with fewer parties: all other tables hang on the one that has every party. */
function partOf(built: BuiltMonth, among: string | null): BuiltMonth {
    const whole = built.tables.get(spine)
    if (among === null || whole === undefined) return built
    const relation = `(select * from ${whole.relation} whole where party_id in ${among})`
    return { ...built, tables: new Map([...built.tables, [spine, { ...whole, relation }]]) }
}
