import type { Month } from '#domain/month.ts'
import type { OtherPolicy } from '#serving/checkup.ts'
import { policyByMeasure } from '#tiers/infer-rule.ts'
import { type Policy, tierAt } from '#tiers/policy.ts'
import { money } from './checkup-cases.ts'
import { replayPolicy } from './checkup-replay.ts'
import type { Desk } from './checkup-tables.ts'
import type { Model } from './model.ts'

/** What another policy is laid over. */
export type OtherParts = {
    readonly policy: Policy
    readonly policyKey: string
    readonly models: ReadonlyMap<string, Model>
    readonly months: readonly Month[]
    readonly facts: string
    readonly observed: string
    readonly onMonth: () => void
}

/** What another policy would have given in the last month, by measure alone, from entry on. */
export async function compareOther(desk: Desk, parts: OtherParts): Promise<OtherPolicy> {
    const { models, months, facts, observed, onMonth } = parts
    const { policy, dropped } = policyByMeasure(parts.policy)
    const replay = { models, policy, months, facts, opening: null, name: 'other', onMonth }
    const replayed = await replayPolicy(desk, replay)
    const rows = await desk.warehouse.rows(`
select
    observed.level as given,
    replayed.earned_level as level,
    count(*) as customers,
    sum(observed.measure) as assets
from ${observed} observed
join ${replayed} replayed
    on replayed.party_id = observed.party_id and replayed.month = observed.month
where observed.month = ${months.at(-1)} and observed.level is not null
    and replayed.earned_level is not null
group by 1, 2
order by 1, 2`)
    return {
        policy: parts.policyKey,
        name: policy.name,
        tiers: policy.tiers.map(({ id, name }) => ({ id, name })),
        dropped,
        matrix: rows.map(({ given, level, customers, assets }) => ({
            given: Number(given),
            tier: tierAt(policy, Number(level)).id,
            customers: Number(customers),
            assets: money(assets),
        })),
    }
}
