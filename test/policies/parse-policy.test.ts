import { describe, expect, it } from 'vitest'
import { policyFeatures } from '#tiers/policy.ts'
import { type Edits, faults, parse, soundPolicy } from './sound-policy.ts'

describe('parsePolicy', () => {
    it('reads every key', () => {
        const policy = soundPolicy()
        expect(policy).toMatchObject({
            ladder: 'wealth',
            version: '2026-01',
            currency: 'CNY',
            effectiveFrom: 202601,
            measure: { parts: [{ weight: { units: 1n } }, { weight: { units: 12n, scale: 1 } }] },
            upgrade: { review: 'monthly', after: 1, maxSteps: 2 },
            downgrade: { review: 'monthly', to: 'current' },
            grace: 3,
            missingKeep: 2,
            effective: 'next_month',
            near: { up: { units: 2000n, scale: 4 }, down: { units: 750n, scale: 4 } },
        })
        expect(policy.tiers.map(({ id, wait }) => [id, wait])).toEqual([
            ['mass', 3],
            ['gold', 3],
            ['platinum', 6],
        ])
        expect(policyFeatures(policy)).toEqual([
            ...['deposit_avg_month', 'wealth_product_avg_month', 'party_kind', 'accounts_open'],
            ...['importance', 'transactions_month', 'tenure_months', 'mortgage_balance'],
            'private_banking_agreement',
        ])
    })

    const wrong: readonly (readonly [string, Edits, readonly string[]])[] = [
        ['no YAML', { 'ladder: wealth': 'ladder: [' }, ['domain.yaml_invalid @ version: 2']],
        [
            'unknown key',
            { 'effective:': 'effectiv:' },
            ['features.key_missing @ ladder: we', 'features.key_unknown @ next_month'],
        ],
        ['no currency', { '50000 CNY': '50000' }, ['features.amount_without_currency @ 50000 }']],
        [
            'other currency',
            { '50000 CNY': '50000 USD' },
            ['features.amount_in_other_currency @ 50000 USD '],
        ],
        ['a comma', { '50000 CNY': '"50,000 CNY"' }, ['features.amount_unfit @ "50,000 CN']],
        [
            'a comma between braces',
            { '50000 CNY': '50,000 CNY' },
            ['features.amount_split @ { id: gold', 'features.amount_without_currency @ 50,000 CNY'],
        ],
        ['three digits', { '50000 CNY': '50000.001 CNY' }, ['features.amount_unfit @ 50000.001 ']],
        ['no amount', { '50000 CNY': 'much' }, ['features.amount_unfit @ much }']],
        ['out of order', { '50000 CNY': '900000 CNY' }, ['tiers.tiers_out_of_order @ 500000 CNY']],
        [
            'equal thresholds',
            { '50000 CNY': '500000 CNY' },
            ['tiers.tiers_out_of_order @ 500000 CNY'],
        ],
        ['not positive', { '50000 CNY': '0 CNY' }, ['tiers.threshold_not_positive @ 0 CNY }']],
        ['no threshold', { ', at_least: 50000 CNY': '' }, ['tiers.threshold_missing @ { id: gold']],
        [
            'base with one',
            { 'en: Mass }': 'en: Mass }, at_least: 1 CNY' },
            ['tiers.base_has_condition @ 1 CNY }'],
        ],
        ['an id twice', { 'id: gold': 'id: mass' }, ['tiers.tier_twice @ mass, name']],
        ['a name twice', { 'en: Gold': 'en: Mass' }, ['tiers.name_twice @ { zh-CN: 黄']],
        ['an odd id', { 'id: gold': 'id: Gold!' }, ['tiers.id_unfit @ Gold!, nam']],
        ['a name missing', { ', en: Gold': '' }, ['features.key_missing @ { zh-CN: 黄']],
        [
            'unknown feature',
            { 'feature: tenure_months': 'feature: age_year' },
            ['features.feature_unknown @ age_year, '],
        ],
        [
            'a sensitive trait',
            { 'feature: tenure_months': 'feature: age_years' },
            ['features.feature_sensitive @ age_years,'],
        ],
        [
            'a text for a count',
            { 'value: [18, 120]': 'value: [18, old]' },
            ['features.value_unfit @ old] }'],
        ],
        [
            'range reversed',
            { 'value: [18, 120]': 'value: [120, 18]' },
            ['features.range_reversed @ [120, 18] '],
        ],
        ['one end', { 'value: [18, 120]': 'value: [18]' }, ['features.value_unfit @ [18] }']],
        ['no value', { ', value: person': '' }, ['features.value_missing @ { feature:']],
        [
            'a value too many',
            { 'op: "=", value: person': 'op: is_null, value: person' },
            ['features.value_needless @ person }] '],
        ],
        [
            'a misspelt value',
            { 'value: person }': 'value: persom }' },
            ['features.value_unlisted @ persom }] '],
        ],
        ['an odd operator', { 'op: ">"': 'op: "=>"' }, ['features.operator_unknown @ "=>", valu']],
        [
            'an unfit operator',
            { 'op: "=", value: person': 'op: "<", value: person' },
            ['features.operator_unfit @ "<", value'],
        ],
        [
            'an empty group',
            { '[{ feature: party_kind, op: "=", value: person }]': '[]' },
            ['features.value_unfit @ [] }'],
        ],
        [
            'two groups in one',
            { 'population: {': 'population: { any: [],' },
            ['features.key_unknown @ [], all: ['],
        ],
        [
            'measure not money',
            { 'feature: deposit_avg_month': 'feature: tenure_months' },
            ['tiers.measure_not_money @ tenure_mon'],
        ],
        ['weight', { 'weight: 1.2': 'weight: 1.23456' }, ['features.value_unfit @ 1.23456 }']],
        ['weight of 0', { 'weight: 1.2': 'weight: 0' }, ['tiers.weight_unfit @ 0 }']],
        [
            'enrolment',
            { 'enrolment: private_banking_agreement': 'enrolment: tenure_months' },
            ['tiers.enrolment_not_boolean @ tenure_mon'],
        ],
        [
            'a rhythm',
            { 'upgrade: { review: monthly': 'upgrade: { review: weekly' },
            ['features.word_unknown @ weekly, af'],
        ],
        ['a count', { 'after: 1': 'after: 0' }, ['features.count_unfit @ 0, max_ste']],
        [
            'quarterly wait of 1',
            { 'downgrade: { review: monthly, wait: 3': 'downgrade: { review: quarterly, wait: 1' },
            ['tiers.wait_protects_nobody @ 1, to: cur'],
        ],
        [
            'own wait of 1',
            { 'review: monthly, wait: 3': 'review: quarterly, wait: 3', 'wait: 6': 'wait: 1' },
            ['tiers.wait_protects_nobody @ 1'],
        ],
        ['a percentage', { 'up: 20%': 'up: 0.2' }, ['features.value_unfit @ 0.2, down:']],
        [
            'a month',
            { 'effective_from: 2026-01': 'effective_from: 2026-13' },
            ['features.value_unfit @ 2026-13'],
        ],
        [
            'a version that is a number',
            { 'version: 2026-01': 'version: 2026' },
            ['features.value_unfit @ 2026'],
        ],
    ]
    for (const [name, edits, expected] of wrong) {
        it(`refuses ${name}`, () => expect(faults(edits)).toEqual(expected))
    }

    it('finds all faults at once, in the order of the file', () => {
        expect(
            faults({
                'feature: tenure_months': 'feature: age_year',
                '50000 CNY': '900000 CNY',
                'keep: 2': 'keep: -1',
            }),
        ).toEqual([
            'tiers.tiers_out_of_order @ 500000 CNY',
            'features.feature_unknown @ age_year, ',
            'features.count_unfit @ -1 }',
        ])
    })

    it('suggests the nearest feature', () => {
        const result = parse({ 'feature: mortgage_balance': 'feature: morgage_balence' })
        const [failure] = result.ok ? [] : result.failures
        expect(failure?.params.suggestion).toBe('mortgage_balance')
    })

    it('limits how deep and how large a condition is', () => {
        const leaf = '{ feature: accounts_open, op: ">", value: 0 }'
        const nested = (depth: number): string =>
            depth === 1 ? leaf : `{ not: ${nested(depth - 1)} }`
        const group = (count: number): string => `{ any: [${Array(count).fill(leaf).join(', ')}] }`
        const population = '{ all: [{ feature: party_kind, op: "=", value: person }] }'
        expect(faults({ [population]: nested(8) })).toEqual([])
        expect(faults({ [population]: nested(9) })).toEqual([
            'features.condition_too_deep @ { feature:',
        ])
        expect(faults({ [population]: group(200) })).toEqual([])
        expect(faults({ [population]: group(201) })).toEqual([
            'features.condition_too_large @ { any: [{ ',
        ])
    })
})
