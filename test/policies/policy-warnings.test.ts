import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkPolicyFile } from '#tiers/check-policy-file.ts'
import { gapFactorMax } from '#tiers/policy-warnings.ts'
import { type Edits, textWith, warningsOf } from './sound-policy.ts'

/** The last word of the key, what it is about, and ten letters from its place. */
function warned(edits: Edits): readonly string[] {
    const lines = textWith(edits).split('\n')
    return warningsOf(edits).map(({ key, params, at }) => {
        const place = (lines[(at.line ?? 0) - 1] ?? '').slice((at.column ?? 0) - 1).slice(0, 10)
        const about = [params.where, params.name ?? params.tier].filter((one) => one !== undefined)
        return [key.replace('tiers.warning.', ''), ...about, '@', place].join(' ')
    })
}

const requires = '{ feature: tenure_months, op: between, value: [18, 120] }'
const route = '{ all: [{ feature: mortgage_balance, op: ">=", value: 2000000 CNY }] }'
const population = '{ all: [{ feature: party_kind, op: "=", value: person }] }'
const drop = '{ not: { feature: accounts_open, op: ">", value: 0 } }'
const dormant = '{ feature: transactions_month, op: "=", value: 0 }'
const red = '{ feature: importance, op: "=", value: red }'
const black = '{ feature: importance, op: "=", value: black }'
const gold = 'at_least: 50000 CNY }'
const nothing = '{ feature: accounts_open, op: "<", value: 0 }'
const never = `{ all: [${nothing}, { feature: accounts_open, op: ">=", value: 0 }] }`
const always =
    '{ any: [{ feature: accounts_open, op: "<=", value: 3 }, ' +
    '{ feature: accounts_open, op: ">", value: 3 }] }'
const average = '{ feature: aum_avg_3m, op: ">=", value: 900000 CNY }'
/** Gold asks for something then, which express does not. */
const past = 'express_past_demands gold @ gold, days'
const tenureOf = (months: number) => `{ feature: tenure_months, op: ">=", value: ${months} }`
const knownAverage = `{ all: [{ feature: aum_avg_3m, op: is_not_null }, ${average}] }`

describe('warnings of a policy', () => {
    const cases: readonly (readonly [string, Edits, readonly string[]])[] = [
        ['nothing', {}, []],
        ['a gap', { '500000 CNY\n': '1000001 CNY\n' }, ['gap platinum @ 1000001 CN']],
        ['no gap at just the factor', { '500000 CNY\n': '1000000 CNY\n' }, []],
        [
            'a higher tier that asks less',
            { [gold]: `at_least: 50000 CNY, requires: ${dormant} }` },
            ['higher_asks_less platinum @ id: platin', past],
        ],
        [
            'a higher tier that asks for less tenure',
            {
                [gold]: `at_least: 50000 CNY, requires: ${tenureOf(19)} }`,
            },
            ['higher_asks_less platinum @ id: platin', past],
        ],
        [
            'a higher tier that asks for more tenure',
            {
                [gold]: `at_least: 50000 CNY, requires: ${tenureOf(18)} }`,
            },
            [past],
        ],
        [
            'a higher tier without the signature of the lower',
            {
                'enrolment: private_banking_agreement': '',
                [gold]: 'at_least: 50000 CNY, enrolment: private_banking_agreement }',
            },
            ['higher_asks_less platinum @ id: platin', past],
        ],
        [
            'a route that a higher one overtakes',
            {
                [gold]: `at_least: 50000 CNY, also_by: [${route.replace('2000000', '3000000')}] }`,
                'enrolment: private_banking_agreement': '',
            },
            ['route_overtaken gold @ { all: [{ '],
        ],
        [
            'an impossible population',
            { [population]: never },
            ['holds_never population  @ { all: [{ '],
        ],
        [
            'requirements that never hold, beside a route',
            { [requires]: never },
            ['holds_never requires platinum @ { all: [{ '],
        ],
        [
            'requirements that contradict the population',
            { [requires]: '{ feature: party_kind, op: "!=", value: person }' },
            ['holds_never requires platinum @ { feature:'],
        ],
        [
            'a tier that nobody reaches',
            { [requires]: never, [route]: never },
            ['unreachable platinum @ id: platin'],
        ],
        [
            'a signature that nobody of the population has',
            { [population]: '{ feature: private_banking_agreement, op: "=", value: false }' },
            [
                // Who has no agreement on record is neither in nor out.
                'null_matters population  @ { feature:',
                'unreachable platinum @ id: platin',
            ],
        ],
        [
            'requirements that ask nothing',
            { [requires]: always },
            ['holds_always requires platinum @ { any: [{ '],
        ],
        [
            'a route for everybody',
            { [route]: always },
            ['holds_always route platinum @ { any: [{ '],
        ],
        [
            'no protection for anybody',
            { [drop]: always },
            ['holds_always drop_at_once  @ { any: [{ '],
        ],
        ['a drop that never comes', { [drop]: never }, ['holds_never drop_at_once  @ { all: [{ ']],
        ['a floor for everybody', { [red]: always }, ['holds_always floor red_list @ { any: [{ ']],
        [
            'a floor for all that the list can say',
            { [red]: '{ feature: importance, op: in, value: [red, ordinary, black] }' },
            ['holds_always floor red_list @ { feature:'],
        ],
        ['a cap for everybody', { [dormant]: always }, ['holds_always cap dormant @ { any: [{ ']],
        ['a cap for nobody', { [black]: never }, ['holds_never cap black_list @ { all: [{ ']],
        [
            'null in requirements',
            { [requires]: average },
            ['null_matters requires platinum @ { feature:'],
        ],
        ['null that is asked for', { [requires]: knownAverage }, []],
        ['null in a route', { [route]: average }, ['null_matters route platinum @ { feature:']],
        ['null in a route that is asked for', { [route]: knownAverage }, []],
        ['null in a cap', { [dormant]: average }, ['null_matters cap dormant @ { feature:']],
        [
            'null in a hard cap',
            { [black]: average },
            ['null_matters hard_cap black_list @ { feature:'],
        ],
        ['null in a floor, which is a no', { [red]: average }, []],
        ['null in a drop, which is a no', { [drop]: average }, []],
        [
            'null in the measure',
            {
                'express: [{ tier: gold, days: 5 }]\n': '',
                'feature: deposit_avg_month': 'feature: deposit_known_avg_month',
            },
            ['null_matters measure  @ deposit_kn'],
        ],
        [
            'a pool of companies',
            { 'value: person }': 'value: company }' },
            ['pool_of_nobody @ { by: hous'],
        ],
        ['grace as long as the longest wait', { 'grace: 3': 'grace: 6' }, []],
        ['grace that is longer', { 'grace: 3': 'grace: 7' }, ['grace_outlasts_waits @ 7 }']],
        [
            'grace by quarters',
            {
                'grace: 3': 'grace: 18',
                'downgrade: { review: monthly': 'downgrade: { review: quarterly',
            },
            [],
        ],
        // 1.075 × 50,000 is 53,750, and 0.8 × 68,000 only 54,400.
        ['near bands apart', { '500000 CNY\n': '68000 CNY\n' }, []],
        // 0.8 × 60,000 is 48,000: 5,750 of the 10,000 between the thresholds are both.
        [
            'near bands over one another',
            { '500000 CNY\n': '60000 CNY\n' },
            ['near_overlap gold @ { up: 20%,'],
        ],
        [
            'express past the requirements',
            { '{ tier: gold, days: 5 }': '{ tier: platinum, days: 5 }' },
            ['express_past_demands platinum @ platinum, '],
        ],
    ]
    for (const [name, edits, expected] of cases) {
        it(name, () => expect(warned(edits)).toEqual(expected))
    }

    it('calls a gap what is said in the text', () => expect(gapFactorMax).toBe(20n))

    it('says nothing of the shipped policies, which are sound', () => {
        const root = new URL('../../policies/', import.meta.url)
        const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
            name.endsWith('.yaml'),
        )
        expect(files.length).toBeGreaterThan(4)
        for (const name of files) {
            const text = readFileSync(new URL(name, root), 'utf8')
            if (!/^ladder:/m.test(text)) continue
            const baseCurrency = text.includes(' CZK') ? 'CZK' : 'CNY'
            const { failures, warnings } = checkPolicyFile(text, { file: name, baseCurrency })
            expect({ name, failures, warnings }).toEqual({ name, failures: [], warnings: [] })
        }
    })

    it('says nothing of the policy that the documentation shows', () => {
        const page = new URL('../../docs/concepts/policies.md', import.meta.url)
        const [, text = ''] = /```yaml\n(.*?)```/s.exec(readFileSync(page, 'utf8')) ?? []
        const checked = checkPolicyFile(text, { file: 'policies.md', baseCurrency: 'CNY' })
        expect(checked).toMatchObject({ failures: [], warnings: [] })
        expect(checked.policy?.onChange.replaces).toEqual({ silver: 'gold' })
    })
})
