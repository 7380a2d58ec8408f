import { describe, expect, it } from 'vitest'
import { catalogue } from '#features/catalogue.ts'
import { anyone, openFacts } from './withhold.ts'

const facts = {
    party_id: 7n,
    tenure_months: 12,
    importance: 'black',
    age_years: 68,
    sex: 'female',
    religion: null,
    birthday_month: 5,
}

describe('the features of a party', () => {
    it('are shown to anyone without hidden ones and sensitive traits, known or not', () => {
        const { facts: open, withheldTraits } = openFacts(facts, anyone)
        expect(open).toEqual({ party_id: 7n, tenure_months: 12, birthday_month: 5 })
        expect(withheldTraits).toEqual(['age_years', 'sex', 'religion'])
    })

    it('are all shown to compliance', () => {
        const shown = openFacts(facts, { isCompliance: true })
        expect(shown).toEqual({ facts, withheldTraits: [] })
    })

    it('never come with a sensitive one, whatever the catalogue calls so', () => {
        const sensitive = [...catalogue.values()].filter((one) => one.sensitive !== false)
        const all = Object.fromEntries(sensitive.map(({ id }) => [id, 'told']))
        expect(sensitive.length).toBeGreaterThan(6)
        expect(openFacts(all, anyone).facts).toEqual({})
    })
})
