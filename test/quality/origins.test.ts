import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from '#features/catalogue.ts'
import { membersAmong } from '#pipeline/features/trace-lineage.ts'
import { loadModels } from '#pipeline/load-models.ts'
import { type FeatureOrigin, originOf } from '#pipeline/quality/feature-origins.ts'

const models = await loadModels([join(import.meta.dirname, '../../models')])
const systems = new Set([...models.values()].flatMap(({ system }) => system ?? []))
const options = { models, membersOf: membersAmong(models, systems) }
const accountProducts = ['deposit', 'wealth', 'fund', 'insurance', 'mortgage', 'loan', 'card']
const assets = accountProducts.slice(0, 4)

describe('the origin of a feature', () => {
    // As the catalogue's own sentences say: which balances it adds up, which field it copies.
    it.each<readonly [string, FeatureOrigin]>([
        ['deposit_avg_month', { kind: 'balances', products: ['deposit'] }],
        ['wealth_product_avg_month', { kind: 'balances', products: ['wealth'] }],
        ['fund_known_avg_month', { kind: 'balances', products: ['fund'] }],
        ['insurance_avg_month', { kind: 'balances', products: ['insurance'] }],
        ['aum_avg_month', { kind: 'balances', products: assets }],
        ['aum_avg_3m', { kind: 'balances', products: assets }],
        ['deposit_avg_12m', { kind: 'balances', products: ['deposit'] }],
        ['mortgage_balance', { kind: 'balances', products: ['mortgage'] }],
        ['loan_balance', { kind: 'balances', products: ['mortgage', 'loan', 'card'] }],
        ['age_years', { kind: 'record', column: 'birth_date' }],
        ['private_banking_agreement', { kind: 'record', column: 'private_banking_agreement' }],
        ['annual_sales', { kind: 'record', column: 'annual_sales' }],
        ['inflow_month', { kind: 'nouns', nouns: ['transactions'] }],
        ['complaints_open', { kind: 'nouns', nouns: ['complaints'] }],
        ['accounts_open', { kind: 'none', reason: 'always' }],
        ['loyalty_score', { kind: 'none', reason: 'score' }],
    ])('%s is what its models say', (feature, origin) => {
        expect(originOf(feature, options)).toEqual(origin)
    })

    it.each([...catalogue.values()].map(({ id }) => id))('%s is known and is there', (id) => {
        const origin = originOf(id, options)
        const feature = catalogue.get(id)
        switch (origin.kind) {
            case 'balances':
                expect(origin.products.length).toBeGreaterThan(0)
                expect(accountProducts).toEqual(expect.arrayContaining([...origin.products]))
                break
            case 'record':
                expect(models.get('identity.records')?.twin.columns).toHaveProperty(origin.column)
                break
            case 'nouns':
                expect(origin.nouns.length).toBeGreaterThan(0)
                for (const noun of origin.nouns) expect(models.has(`identity.${noun}`)).toBe(true)
                break
            case 'none':
                if (origin.reason === 'score') expect(feature?.table).toMatch(/^scores\./)
                else expect(feature?.absent).not.toBe('null')
        }
    })

    it('is refused for what is no feature', () => {
        expect(() => originOf('deposit_average', options)).toThrow('deposit_average')
    })
})
