import { describe, expect, it } from 'vitest'
import { parseCuts } from './parse-cuts.ts'

const sound = `cuts: lists
version: 2025-01
name: { zh-CN: 名单, zh-TW: 名單, en: Lists }
effective_from: 2025-01
currency: CNY
entries:
    - id: large_inflow
      way: large_flows
      name: { zh-CN: 流入, zh-TW: 流入, en: Inflow }
      purpose: { zh-CN: 承接, zh-TW: 承接, en: Offer a place for it }
      when: { feature: inflow_max_month, op: ">=", value: 100000 CNY }
    - id: women
      way: sex
      name: { zh-CN: 女性, zh-TW: 女性, en: Women }
      purpose: { zh-CN: 公平, zh-TW: 公平, en: Fairness }
      when: { feature: sex, op: "=", value: female }
      by: region
    - id: near
      way: near_threshold
      name: { zh-CN: 临界, zh-TW: 臨界, en: Near }
      purpose: { zh-CN: 临界, zh-TW: 臨界, en: Just below a tier }
      list: near
`

/** Codes and lines of the faults of the sound file with some of its text replaced. */
function faults(edits: Readonly<Record<string, string>>): readonly string[] {
    let text = sound
    for (const [from, to] of Object.entries(edits)) {
        expect(text).toContain(from)
        text = text.replace(from, to)
    }
    const read = parseCuts(text, { file: 'cuts.yaml' })
    if (read.ok) return []
    return read.failures.map(({ code, at }) => `${code} ${at?.line}`)
}

describe('a file of cuts', () => {
    it('is read whole, sensitive traits too, for a cut decides nothing', () => {
        const read = parseCuts(sound, { file: 'cuts.yaml' })
        expect(read).toMatchObject({
            ok: true,
            value: {
                subject: 'lists',
                effectiveFrom: 202501,
                currency: 'CNY',
                cuts: [
                    { id: 'large_inflow', way: 'large_flows', by: null },
                    { id: 'women', by: 'region', when: { feature: 'sex' } },
                    { id: 'near', list: 'near' },
                ],
            },
        })
    })

    const cases: readonly (readonly [string, Readonly<Record<string, string>>, string[]])[] = [
        ['another subject', { 'cuts: lists': 'cuts: list' }, ['features.word_unknown 1']],
        [
            'a key misspelt',
            { 'currency:': 'curency:' },
            [...['features.key_missing 1', 'features.key_unknown 5']],
        ],
        [
            'a currency in words',
            { 'currency: CNY': 'currency: yuan' },
            ['features.currency_unfit 5'],
        ],
        [
            'no cut',
            { [sound.slice(sound.indexOf('    - id'))]: '    []\n' },
            ['features.value_unfit 7'],
        ],
        ['an unknown way', { 'way: sex': 'way: gender' }, ['features.word_unknown 13']],
        ['an id with capitals', { 'id: women': 'id: Women' }, ['features.cut_id_unfit 12']],
        ['an id twice', { 'id: women': 'id: large_inflow' }, ['features.cut_twice 12']],
        ['a language missing', { 'zh-TW: 公平, ': '' }, ['features.key_missing 15']],
        [
            'a feature misspelt',
            { 'feature: sex': 'feature: sexx' },
            ['features.feature_unknown 16'],
        ],
        ['a value never had', { 'value: female': 'value: woman' }, ['features.value_unlisted 16']],
        [
            'another currency',
            { '100000 CNY': '100000 USD' },
            ['features.amount_in_other_currency 11'],
        ],
        ['a figure of a day', { inflow_max_month: 'inflow_max_7d' }, ['features.feature_daily 11']],
        [
            'groups by an amount',
            { 'by: region': 'by: aum_end_month' },
            ['features.cut_by_unfit 17'],
        ],
        ['a list that is none', { 'list: near': 'list: far' }, ['features.word_unknown 22']],
        ['neither when nor list', { '      list: near\n': '' }, ['features.cut_unclear 18']],
        [
            'a list with groups',
            { 'list: near': 'list: near\n      by: region' },
            ['features.cut_unclear 18'],
        ],
        [
            'two faults',
            { 'way: sex': 'way: gender', 'list: near': 'list: far' },
            [...['features.word_unknown 13', 'features.word_unknown 22']],
        ],
    ]
    it.each(cases)('is refused with its place: %s', (_, edits, expected) => {
        expect(faults(edits)).toEqual(expected)
    })
})
