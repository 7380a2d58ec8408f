import type { Month } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { FeatureSpread } from '#serving/feature-spread.ts'
import type { BuiltContext } from '../bank-context.ts'
import { builtMonth, monthBefore } from './built-features.ts'
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

/** How the main features are spread over the customers of a month that a run has built. */
export async function mainSpreads(
    context: BuiltContext,
    month: Month,
): Promise<readonly FeatureSpread[]> {
    const now = await builtMonth(context, month)
    const before = await monthBefore(context, now)
    const features = mainFeatures.flatMap((id) => catalogue.get(id) ?? [])
    return await describeFeatures(context, { now, before, features })
}
