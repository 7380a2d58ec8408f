import { describe, expect, it } from 'vitest'
import { parseScorecard } from './parse-scorecard.ts'

const sound = `scorecard: value_score
version: 2025-01
name: { zh-CN: 评分, zh-TW: 評分, en: Score }
effective_from: 2025-01
population: { feature: party_kind, op: "=", value: person }
weight_present_min: 60%
parts:
    - id: loyalty
      weight: 40
      features:
          - { feature: tenure_months, weight: 25, normaliser: { log: [6, 240] } }
          - { feature: outflow_month, weight: 25, better: lower, normaliser: percentile }
          - { feature: aum_end_month, weight: 1, normaliser: { linear: [0 CNY, 5000 CNY] } }
bands: { high: 75, middle: 50 }
`

/** Codes and lines of the faults of the sound card with some of its text replaced. */
function faults(edits: Readonly<Record<string, string>>): readonly string[] {
    let text = sound
    for (const [from, to] of Object.entries(edits)) {
        expect(text).toContain(from)
        text = text.replace(from, to)
    }
    const read = parseScorecard(text, { file: 'card.yaml', baseCurrency: 'CNY' })
    if (read.ok) return []
    return read.failures.map(({ code, at }) => `${code} ${at?.line}`)
}

describe('a scorecard', () => {
    it('is read whole', () => {
        const read = parseScorecard(sound, { file: 'card.yaml', baseCurrency: 'CNY' })
        expect(read).toMatchObject({
            ok: true,
            value: { scorecard: 'value_score', presentMin: 600_000, bands: { high: 750_000 } },
        })
    })

    const cases: readonly (readonly [string, Readonly<Record<string, string>>, string[]])[] = [
        ['sensitive trait', { tenure_months: 'age_years' }, ['features.feature_sensitive 11']],
        ['a feature misspelt', { tenure_months: 'tenure_month' }, ['features.feature_unknown 11']],
        ['a score of scores', { tenure_months: 'rfm' }, ['features.feature_unknown 11']],
        ['a text', { outflow_month: 'party_kind' }, ['scores.feature_without_order 12']],
        [
            'a feature twice',
            { tenure_months: 'outflow_month', '{ log: [6, 240] }': 'percentile' },
            ['scores.feature_twice 12'],
        ],
        ['log from nothing', { '[6, 240]': '[0, 240]' }, ['scores.log_from_nothing 11']],
        ['a range reversed', { '[6, 240]': '[240, 6]' }, ['features.range_reversed 11']],
        ['a range of nothing', { '[6, 240]': '[6, 6]' }, ['scores.range_empty 11']],
        ['a range too wide', { '5000 CNY': '50000000000 CNY' }, ['scores.range_too_wide 13']],
        ['too many digits', { '[6, 240]': '[6.001, 240]' }, ['scores.bound_too_fine 11']],
        ['a bare word', { '{ log: [6, 240] }': 'log' }, ['scores.normaliser_bare 11']],
        [
            'two scales',
            { '{ log: [6, 240] }': '{ log: [6, 240], linear: [1, 2] }' },
            ['scores.normaliser_unclear 11'],
        ],
        ['another currency', { '[0 CNY': '[0 USD' }, ['features.amount_in_other_currency 13']],
        ['a part unknown', { 'id: loyalty': 'id: luck' }, ['features.word_unknown 8']],
        ['bands reversed', { 'middle: 50': 'middle: 80' }, ['scores.bands_out_of_order 14']],
        ['points beyond', { 'high: 75': 'high: 101' }, ['scores.points_unfit 14']],
        [
            'another kind',
            { 'scorecard: value_score': 'scorecard: luck' },
            ['features.word_unknown 1'],
        ],
        ['no kind', { 'scorecard: value_score\n': '' }, ['features.key_missing 1']],
        [
            'faults of all parts at once',
            { tenure_months: 'tenure', 'high: 75': 'high: 101', '60%': '160%' },
            ['features.value_unfit 6', 'features.feature_unknown 11', 'scores.points_unfit 14'],
        ],
        [
            'steps out of order',
            {
                '{ log: [6, 240] }':
                    '{ steps: [{ points: 0 }, { at_least: 9, points: 1 }, ' +
                    '{ at_least: 9, points: 2 }] }',
            },
            ['scores.steps_out_of_order 11'],
        ],
    ]
    for (const [name, edits, expected] of cases) {
        it(`is refused for ${name}`, () => expect(faults(edits)).toEqual(expected))
    }

    it('is refused for a part that stands twice', () => {
        const scored = '{ feature: accounts_open, weight: 1, normaliser: percentile }'
        const again = `    - { id: loyalty, weight: 1, features: [${scored}] }\nbands:`
        expect(faults({ 'bands:': again })).toEqual(['scores.part_twice 14'])
    })
})
