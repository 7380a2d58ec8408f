import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue } from '#features/catalogue.ts'
import { parseCuts } from '#features/parse-cuts.ts'
import { parseLifecycle } from '#scores/parse-lifecycle.ts'
import { parseScorecard } from '#scores/parse-scorecard.ts'
import { parsePolicy } from '#tiers/parse-policy.ts'
import { root } from './pages.ts'
import type { RulesKind } from './probe-rules.ts'

/** A kind of rules file with the heading and the lead of its part of the page. */
export type TitledKind = RulesKind & {
    readonly title: string
    readonly lead: string
    /** Which meanings of `rule-meanings.ts` it has. */
    readonly id: 'ladder' | 'value_score' | 'rfm' | 'behaviour' | 'lifecycle' | 'cuts'
}

const rules = { file: 'example.yaml', baseCurrency: 'CNY', catalogue }

/** Conditions have one shape everywhere, names one in every language, and so on. */
const closed =
    /(^|\.|\])(name|reason|purpose|text|population|requires|also_by|drop_at_once|when|replaces)$/

/** The kinds of rules whose readers tell faults key by key, each with examples that fit. */
export function kindsOfRules(): readonly TitledKind[] {
    const isClosed = (path: string): boolean => closed.test(path)
    const scorecard = (text: string) => parseScorecard(text, rules)
    const shipped = (path: string): string => readFileSync(join(root, 'policies', path), 'utf8')
    return [
        {
            id: 'ladder',
            title: 'A ladder’s policy',
            lead: 'One version of the rules of a ladder ([explained](../concepts/policies.md)).',
            parse: (text) => parsePolicy(text, rules),
            examples: [wholePolicy(), shipped('wealth/2026-01.yaml')],
            isClosed,
        },
        {
            id: 'value_score',
            title: 'A scorecard: value score',
            lead: '`scorecard: value_score`, points from 0 to 100 out of weighted features.',
            parse: scorecard,
            examples: [shipped('value-score/2025-01.yaml')],
            isClosed: (path) => isClosed(path) || path.endsWith('.normaliser'),
        },
        {
            id: 'rfm',
            title: 'A scorecard: RFM',
            lead: '`scorecard: rfm`, fifths by recency, frequency and amount.',
            parse: scorecard,
            examples: [
                shipped('rfm/2025-01.yaml')
                    .replace('12m }', '12m, better: higher }')
                    .replace('12m }', '12m, better: higher }'),
            ],
            isClosed,
        },
        {
            id: 'behaviour',
            title: 'A scorecard: behaviour',
            lead: '`scorecard: behaviour`, the first kind whose condition holds.',
            parse: scorecard,
            examples: [shipped('behaviour/2025-01.yaml')],
            isClosed,
        },
        {
            id: 'lifecycle',
            title: 'The lifecycle',
            lead: '`lifecycle: party`, in which stage of life with the bank a customer is.',
            parse: (text) => parseLifecycle(text, rules),
            examples: [shipped('lifecycle/2025-01.yaml')],
            isClosed: (path) => isClosed(path) || path.startsWith('modes.'),
        },
        {
            id: 'cuts',
            title: 'Cuts',
            lead: '`cuts: business` and so on: ready-made groups ([more](../concepts/cuts.md)).',
            parse: (text) => parseCuts(text, rules),
            examples: ['cuts', 'cuts-companies', 'cuts-lists', 'cuts-profile'].map((name) =>
                shipped(`${name}/2025-01.yaml`),
            ),
            isClosed,
        },
    ]
}

/** The policy with every key that stands on the page of concepts. */
function wholePolicy(): string {
    const page = readFileSync(join(root, 'docs/concepts/policies.md'), 'utf8')
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
    return text
}
