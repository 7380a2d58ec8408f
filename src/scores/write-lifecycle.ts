import { catalogue } from '#features/catalogue.ts'
import { stages } from '#features/stage-words.ts'
import { writeFeatureRelation } from '#features/write-feature-relation.ts'
import type { LifecyclePolicy } from './lifecycle-policy.ts'

/** The features that the lifecycle rests on. */
export const lifecycleFeatures = [
    'accounts_open',
    'tenure_days',
    'days_since_customer_transaction',
    'next_maturity_date',
    'loans_running',
    'aum_avg_month',
    'transactions_month',
] as const

/**
 * Template text of `scores.lifecycle_states` and `scores.lifecycle_stages`, by the name that
 * `param()` asks for: all that differs from policy to policy, and where the facts are.
 */
export function writeLifecycle(policy: LifecyclePolicy): Readonly<Record<string, string>> {
    const { declining, growing } = policy
    const rules: Readonly<Record<string, string>> = {
        lost_months: String(policy.lostMonths),
        dormant_days: String(policy.dormantDays),
        dormant_aum_below: String(policy.dormantAumBelow),
        won_back_lasts: String(policy.wonBackMonths),
        new_days: String(policy.newDays),
        // Of 10,000: what is left after the least fall, what is reached by the least rise.
        fall_to: String(10_000 - declining.by),
        fall_months: String(declining.months),
        fall_aum_min: String(declining.aumMin),
        fall_transactions_min: String(declining.transactionsMin),
        fall_base_months: String(declining.baseMonths),
        rise_to: String(10_000 + growing.by),
        rise_months: String(growing.months),
        rise_aum_min: String(growing.aumMin),
        rise_transactions_min: String(growing.transactionsMin),
        rise_base_months: String(growing.baseMonths),
    }
    const columns = Object.entries(rules).map(
        ([name, text]) => `cast(${text} as bigint) as ${name}`,
    )
    const modes = stages.map((stage) => `('${stage}', '${policy.modes[stage].mode}')`)
    return {
        lifecycle_rules: `select\n        ${columns.join(',\n        ')}`,
        lifecycle_facts: writeFacts(),
        lifecycle_modes: `select * from (values ${modes.join(', ')}) listed(stage, mode)`,
    }
}

function writeFacts(): string {
    const read = (table: string): string => `{{ ref('${table}') }}`
    const relation = writeFeatureRelation(lifecycleFeatures, { catalogue, read })
    const columns = ['party_id', ...lifecycleFeatures].join(',\n        ')
    return `select\n        ${columns}\n    from ${relation} as features`
}
