import { expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import type { Catalogue, Feature } from './feature.ts'
import { writeFeatureRelation } from './write-feature-relation.ts'

const money = catalogue.get('aum_avg_month') as Feature
const kind = catalogue.get('importance') as Feature

/** The shipped catalogue with three features that lie elsewhere. */
const wider: Catalogue = new Map([
    ...catalogue,
    ['cash_month', { ...money, id: 'cash_month', table: 'features.party_flows' }],
    ['cash_mean', { ...money, id: 'cash_mean', table: 'features.party_flows', absent: 'null' }],
    ['stage', { ...kind, id: 'stage', table: 'scores.stages', absent: { text: 'potential' } }],
])
const rules = { catalogue: wider, read: (table: string) => `{{ ref('${table}') }}` }

it('reads one table where all features lie in it, and knows nothing of other names', () => {
    const asked = ['aum_avg_month', 'importance', 'nothing']
    expect(writeFeatureRelation(asked, rules)).toBe("{{ ref('features.party_months') }}")
    expect(writeFeatureRelation([], rules)).toBe("{{ ref('features.party_months') }}")
})

it('joins each other table once and says what its absence means', () => {
    const asked = ['aum_avg_month', 'cash_month', 'stage', 'cash_mean']
    expect(writeFeatureRelation(asked, rules)).toBe(`(
    select
        party_months.*,
        case when party_flows.party_id is null then cast(0 as decimal(18,2)) else \
party_flows.cash_month end as cash_month,
        case when stages.party_id is null then 'potential' else stages.stage end as stage,
        party_flows.cash_mean
    from {{ ref('features.party_months') }} party_months
    left join {{ ref('features.party_flows') }} party_flows \
on party_flows.party_id = party_months.party_id
    left join {{ ref('scores.stages') }} stages on stages.party_id = party_months.party_id
)`)
})
