import { describe, expect, it } from 'vitest'
import { parseRules } from './parse-rules.ts'

const names = 'name: { zh-CN: 甲, zh-TW: 甲, en: A }'
const card = [
    'scorecard: rfm',
    'version: 2025-01',
    names,
    'effective_from: 2025-01',
    'ties: average',
    'recency: { feature: days_since_customer_transaction, better: lower }',
    'frequency: { feature: transactions_12m }',
    'monetary: { feature: outflow_12m }',
]

function told(...lines: readonly string[]): readonly string[] {
    const read = parseRules(lines.join('\n'), { file: 'a.yaml', baseCurrency: 'CNY' })
    if (read.ok) return [read.value.head]
    return read.failures.map(({ code, at }) => `${code} ${at?.line ?? '–'}:${at?.column ?? '–'}`)
}

describe('a file of rules', () => {
    it('is told by its head key, wherever that stands', () => {
        expect(told(...card)).toEqual(['scorecard'])
        expect(told(...card.toReversed())).toEqual(['scorecard'])
    })

    it.each([
        ['nothing', [''], ['scores.rules_empty –:–']],
        ['a comment alone', ['# rfm'], ['scores.rules_empty –:–']],
        ['a list', ['- scorecard'], ['scores.rules_bare 1:1']],
        ['a word', ['scorecard'], ['scores.rules_bare 1:1']],
        ['a policy', ['version: 1', 'ladder: wealth'], ['scores.rules_of_ladder 2:9']],
        ['another subject', ['colour: red', 'size: 1'], ['scores.rules_unknown 1:9']],
        ['another kind', ['version: 1', 'scorecard: rmf'], ['features.word_unknown 2:12']],
        ['no YAML', ['scorecard: ['], ['domain.yaml_invalid 1:13']],
        ['a name of nothing', ['scorecard: *kind'], ['domain.yaml_alias 1:12']],
    ])('that holds %s is refused at its place', (_, lines, expected) => {
        expect(told(...lines)).toEqual(expected)
    })

    it('names the key that was meant', () => {
        const read = parseRules('version: 1\nscorecards: rfm', {
            file: 'a.yaml',
            baseCurrency: 'CNY',
        })
        const params = read.ok ? null : read.failures[0]?.params
        expect(params).toMatchObject({ suggestion: 'scorecard', found: 'version' })
    })

    it('names the keys of other readers, too, and which of all was meant', () => {
        const given = { file: 'a.yaml', baseCurrency: 'CNY', otherHeads: ['identity'] }
        const known = 'identity, scorecard, lifecycle, cuts'
        for (const [text, params] of [
            ['version: 1\nidentiy: mine', { suggestion: 'identity', found: 'version', known }],
            ['version: 1\nscorecards: rfm', { suggestion: 'scorecard', known }],
            ['version: 1', { suggestion: 'none', known }],
            ['', { known }],
        ] as const) {
            const read = parseRules(text, given)
            expect(read.ok ? null : read.failures[0]?.params).toMatchObject(params)
        }
    })

    it('is told all its faults at once, in their order', () => {
        const lines = card.map((line) =>
            line.replace('average', 'none').replace('outflow_12m', 'outflow'),
        )
        expect(told(...lines, 'more: 1')).toEqual([
            'features.word_unknown 5:7',
            'features.feature_unknown 8:22',
            'features.key_unknown 9:7',
        ])
    })
})
