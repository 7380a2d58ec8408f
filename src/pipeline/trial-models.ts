import type { Model, Twin } from './model.ts'

/** Names of the questions that a trial asks in the words of models; none is ever stored. */
export const trialModels = {
    facts: 'tiers.trial_facts',
    start: 'tiers.trial_start',
    decided: 'tiers.trial_decided',
    changes: 'tiers.trial_changes',
    features: 'tiers.trial_features',
    parties: 'tiers.trial_parties',
} as const

const templates = {
    /** What a month's facts say of its parties, under the rules of a side. */
    [trialModels.facts]: "{{ param('facts') }}",
    /** What the close before the first one left behind. */
    [trialModels.start]: 'select * from {{ previous() }}',
    /** Parties about whom people have decided something by name. */
    [trialModels.decided]: `
        select party_id from {{ param('overrides') }}
        union all select party_id from {{ param('grants') }}`,
    [trialModels.changes]: "select * from {{ ref('identity.party_changes') }}",
    [trialModels.features]: "select * from {{ ref('features.party_months') }}",
    [trialModels.parties]: "select * from {{ ref('identity.parties') }}",
}

/** The models with the questions of a trial among them; each has the columns of a close. */
export function withTrialModels(models: ReadonlyMap<string, Model>): ReadonlyMap<string, Model> {
    const closes = models.get('tiers.assignments')
    if (closes === undefined) throw new Error('the model of the closes is gone')
    const twin: Twin = { ...closes.twin, sort: [], tests: [] }
    const asked = Object.entries(templates).map(([name, template]): [string, Model] => [
        name,
        { name, stage: 'tiers', system: null, file: name, template, twin },
    ])
    return new Map([...models, ...asked])
}
