import { expect, it } from 'vitest'
import { secondsByModel } from '#pipeline/seconds-by-model.ts'

it('adds up the months of a model and tells the slowest first', () => {
    const steps = [
        { model: 'identity.accounts', seconds: 0.2 },
        { model: 'features.account_months', seconds: 0.15 },
        { model: 'features.account_months', seconds: 0.1504 },
        { model: 'identity.rates', seconds: 0 },
    ]
    expect(Object.entries(secondsByModel(steps))).toEqual([
        ['features.account_months', 0.3],
        ['identity.accounts', 0.2],
        ['identity.rates', 0],
    ])
    expect(secondsByModel([])).toEqual({})
})
