import { describe, expect, it } from 'vitest'
import { stages } from '#features/stage-words.ts'
import { parseLifecycle } from './parse-lifecycle.ts'

const modes = stages.map(
    (stage) => `    ${stage}: { mode: serve, text: { zh-CN: 服务, zh-TW: 服務, en: Serve } }`,
)
const sound = `lifecycle: party
version: 2025-01
name: { zh-CN: 生命周期, zh-TW: 生命週期, en: Lifecycle }
effective_from: 2025-01
lost: { dormant_months: 12 }
dormant: { days: 180, aum_below: 1000 }
won_back: { months: 3 }
new: { days: 90 }
declining: { by: 30%, months: 2, aum_min: 10000, transactions_min: 6, base_months: 6 }
growing: { by: 12.5%, months: 2, aum_min: 0, transactions_min: 0, base_months: 2 }
modes:
${modes.join('\n')}
`

/** Codes, lines and columns of the faults of the sound rules with some of the text replaced. */
function faults(edits: Readonly<Record<string, string>>): readonly string[] {
    let text = sound
    for (const [from, to] of Object.entries(edits)) {
        expect(text).toContain(from)
        text = text.replace(from, to)
    }
    const read = parseLifecycle(text, { file: 'lifecycle.yaml' })
    if (read.ok) return []
    return read.failures.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`)
}

describe('rules of the lifecycle', () => {
    it('are read whole', () => {
        const read = parseLifecycle(sound, { file: 'lifecycle.yaml' })
        expect(read).toMatchObject({
            ok: true,
            value: {
                effectiveFrom: 202501,
                lostMonths: 12,
                dormantDays: 180,
                dormantAumBelow: 1000,
                wonBackMonths: 3,
                newDays: 90,
                declining: { by: 3000, months: 2, transactionsMin: 6, baseMonths: 6 },
                growing: { by: 1250, aumMin: 0 },
                modes: { potential: { mode: 'serve', text: { en: 'Serve' } } },
            },
        })
    })

    const cases: readonly (readonly [string, Readonly<Record<string, string>>, string[]])[] = [
        ['no subject', { 'lifecycle: party\n': '' }, ['features.key_missing 1:1']],
        [
            'another subject',
            { 'lifecycle: party': 'lifecycle: account' },
            ['features.word_unknown 1:12'],
        ],
        [
            'a part misspelt',
            { 'won_back:': 'won_bak:' },
            ['features.key_missing 1:1', 'features.key_unknown 7:10'],
        ],
        ['days of nothing', { 'days: 180': 'days: 0' }, ['features.count_unfit 6:18']],
        [
            'a negative amount',
            { 'aum_below: 1000': 'aum_below: -1' },
            ['features.count_unfit 6:34'],
        ],
        [
            'an amount in a currency',
            { 'aum_below: 1000': 'aum_below: 1000 CNY' },
            ['features.count_unfit 6:34'],
        ],
        ['a share for a percentage', { '30%': '0.3' }, ['features.value_unfit 9:18']],
        ['a fall of all', { '30%': '100%' }, ['features.value_unfit 9:18']],
        [
            'a base that lapses first',
            { 'base_months: 2': 'base_months: 1' },
            ['scores.base_too_short 10:80'],
        ],
        [
            'a mode unknown',
            { 'stable: { mode: serve': 'stable: { mode: ignore' },
            ['features.word_unknown 19:21'],
        ],
        [
            'a stage without a mode',
            { 'dormant: { mode': 'asleep: { mode' },
            ['features.key_missing 12:5', 'features.key_unknown 14:13'],
        ],
        ['a text in two languages', { ', zh-TW: 服務': '' }, ['features.key_missing 12:37']],
        [
            'faults of all parts at once',
            { 'months: 3': 'months: three', '12.5%': 'much', 'effective_from: 2025-01': 'x: 1' },
            [
                'features.key_missing 1:1',
                'features.key_unknown 4:4',
                'features.count_unfit 7:21',
                'features.value_unfit 10:16',
            ],
        ],
    ]
    for (const [name, edits, expected] of cases) {
        it(`are refused for ${name}`, () => expect(faults(edits)).toEqual(expected))
    }
})
