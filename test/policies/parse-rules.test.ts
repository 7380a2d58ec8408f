import { describe, expect, it } from 'vitest'
import { type Edits, faults, parse, sound, soundPolicy } from './sound-policy.ts'

const floorWhen = 'when: { feature: importance, op: "=", value: red }'
const capWhen = 'when: { feature: importance, op: "=", value: black }'

describe('the rules beside the reviews', () => {
    it('are read', () => {
        expect(soundPolicy()).toMatchObject({
            pool: { by: 'household' },
            express: [{ tier: 'gold', days: 5 }],
            floors: [{ id: 'red_list', atLeast: 'gold', reason: { en: 'Important' } }],
            caps: [
                { id: 'black_list', atMost: 'mass', isHard: true, isConfidential: true },
                { id: 'dormant', atMost: 'gold', isHard: false, isConfidential: false },
            ],
            onChange: { replaces: { silver: 'gold' }, below: 'reset', grandfather: 3 },
            isPublic: false,
        })
    })

    it('may be left out', () => {
        const { pool, express, floors, caps, onChange, isPublic } = soundPolicy({
            [rules()]: '',
        })
        expect({ pool, express, floors, caps, onChange, isPublic }).toEqual({
            pool: null,
            express: [],
            floors: [],
            caps: [],
            onChange: { replaces: {}, below: 'keep', grandfather: 0 },
            isPublic: false,
        })
    })

    const wrong: readonly (readonly [string, Edits, readonly string[]])[] = [
        ['another pool', { 'by: household': 'by: branch' }, ['features.word_unknown @ branch }']],
        ['an empty list', { '[{ tier: gold, days: 5 }]': '[]' }, ['features.value_unfit @ []']],
        ['one day', { 'days: 5': 'days: 1' }, ['features.count_unfit @ 1 }]']],
        ['32 days', { 'days: 5': 'days: 32' }, ['features.count_unfit @ 32 }]']],
        [
            'express to no tier',
            { 'tier: gold, days': 'tier: golden, days' },
            ['tiers.tier_unknown @ golden, da'],
        ],
        [
            'express to the base tier',
            { 'tier: gold, days': 'tier: mass, days' },
            ['tiers.express_base @ mass, days'],
        ],
        [
            'express twice',
            { '[{ tier: gold, days: 5 }]': '[{ tier: gold, days: 5 }, { tier: gold, days: 9 }]' },
            ['tiers.express_twice @ gold, days'],
        ],
        [
            'express over a measure of months',
            { 'feature: deposit_avg_month': 'feature: aum_avg_3m' },
            ['tiers.express_without_days @ [{ tier: g'],
        ],
        [
            'a feature twice in the measure',
            { 'feature: wealth_product_avg_month': 'feature: deposit_avg_month' },
            ['tiers.measure_twice @ deposit_av'],
        ],
        [
            'a floor without a reason in Chinese',
            { 'zh-CN: 重要客户, ': '' },
            ['features.key_missing @ { zh-TW: 重'],
        ],
        ['a floor without a condition', { [floorWhen]: '' }, ['features.key_missing @ id: red_li']],
        [
            'a floor at no tier',
            { 'at_least: gold': 'at_least: silver' },
            ['tiers.tier_unknown @ silver'],
        ],
        [
            'a floor at the base tier',
            { 'at_least: gold': 'at_least: mass' },
            ['tiers.floor_does_nothing @ mass'],
        ],
        [
            'a cap at the highest tier',
            { 'at_most: gold': 'at_most: platinum' },
            ['tiers.cap_does_nothing @ platinum'],
        ],
        [
            'one id for a floor and a cap',
            { 'id: dormant': 'id: red_list' },
            ['tiers.rule_twice @ red_list'],
        ],
        ['a reserved id', { 'id: dormant': 'id: express' }, ['tiers.rule_id_taken @ express']],
        ['an odd id', { 'id: dormant': 'id: 17' }, ['features.value_unfit @ 17']],
        ['hard: yes', { 'hard: true': 'hard: yes' }, ['features.value_unfit @ yes']],
        [
            'an unlisted importance',
            { [floorWhen]: floorWhen.replace('red', 'rod') },
            ['features.value_unlisted @ rod }'],
        ],
        [
            'a sensitive trait in a cap',
            { [capWhen]: 'when: { feature: age_years, op: ">", value: 80 }' },
            ['features.feature_sensitive @ age_years,'],
        ],
        [
            'an heir that is no tier',
            { 'silver: gold': 'silver: bronze' },
            ['tiers.tier_unknown @ bronze }, '],
        ],
        [
            'a replaced tier that stays',
            { 'silver: gold': 'gold: platinum' },
            ['tiers.replaced_tier_stays @ platinum }'],
        ],
        [
            'a replaced id that is none',
            { 'silver: gold': 'S: gold' },
            ['tiers.id_unfit @ gold }, be'],
        ],
        [
            'a word for below',
            { 'below: reset': 'below: drop' },
            ['features.word_unknown @ drop, gran'],
        ],
        ['too long a grandfather', { 'father: 3': 'father: 61' }, ['features.count_unfit @ 61 }']],
        ['public: maybe', { 'public: false': 'public: maybe' }, ['features.value_unfit @ maybe']],
    ]
    for (const [name, edits, expected] of wrong) {
        it(`refuses ${name}`, () => expect(faults(edits)).toEqual(expected))
    }

    it('refuses hidden features where all may be told, confidential caps apart', () => {
        const open = { 'public: false': 'public: true' }
        const hidden = ['features.feature_hidden @ importance']
        // The floor; the black list is confidential and may stay.
        expect(faults(open)).toEqual(hidden)
        const noFloor = {
            ...open,
            [floorWhen]: 'when: { feature: accounts_open, op: ">", value: 3 }',
        }
        expect(faults(noFloor)).toEqual([])
        expect(faults({ ...noFloor, 'confidential: true': 'confidential: false' })).toEqual(hidden)
        const test = '{ feature: importance, op: "=", value: red }'
        for (const place of [
            '{ feature: tenure_months, op: between, value: [18, 120] }',
            '{ feature: mortgage_balance, op: ">=", value: 2000000 CNY }',
            '{ feature: party_kind, op: "=", value: person }',
            '{ feature: accounts_open, op: ">", value: 0 }',
        ]) {
            expect(faults({ ...noFloor, [place]: test })).toEqual(hidden)
        }
    })

    it('finds a dozen faults at once, in the order of the file', () => {
        const edits = {
            'effective_from: 2026-01': 'effective_from: soon',
            'weight: 1 }': 'weight: 0 }',
            '50000 CNY': '50000',
            'value: [18, 120]': 'value: [120, 18]',
            'after: 1': 'after: 0',
            'keep: 2': 'keep: -1',
            'up: 20%': 'up: 120%',
            'by: household': 'by: branch',
            'days: 5': 'days: 1',
            'at_least: gold': 'at_least: silver',
            'hard: true': 'hard: 1',
            'at_most: gold': 'at_most: platinum',
            'below: reset': 'below: drop',
        }
        expect(faults(edits)).toEqual([
            'features.value_unfit @ soon',
            'tiers.weight_unfit @ 0 }',
            'features.amount_without_currency @ 50000 }',
            'features.range_reversed @ [120, 18] ',
            'features.count_unfit @ 0, max_ste',
            'features.count_unfit @ -1 }',
            'features.value_unfit @ 120%, down',
            'features.word_unknown @ branch }',
            'features.count_unfit @ 1 }]',
            'tiers.tier_unknown @ silver',
            'features.value_unfit @ 1',
            'tiers.cap_does_nothing @ platinum',
            'features.word_unknown @ drop, gran',
        ])
    })

    it('suggests the nearest tier', () => {
        const result = parse({ 'at_least: gold': 'at_least: platinium' })
        const [failure] = result.ok ? [] : result.failures
        expect(failure?.params.suggestion).toBe('platinum')
    })
})

/** Everything after the near bands. */
function rules(): string {
    return sound.slice(sound.indexOf('pool:'))
}
