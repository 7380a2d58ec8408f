import { describe, expect, it } from 'vitest'
import { parseDecimal } from '#domain/decimal.ts'
import { valueOrThrow } from '#domain/result.ts'
import { createSay, type Language } from '#domain/say.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import features from '#locales/en/features.json' with { type: 'json' }
import tiers from '#locales/en/tiers.json' with { type: 'json' }
import chineseFeatures from '#locales/zh-CN/features.json' with { type: 'json' }
import chineseTiers from '#locales/zh-CN/tiers.json' with { type: 'json' }
import { assignTier } from './assign-tier.ts'
import type { Assignment } from './assignment.ts'
import { type Explanation, explainAssignment, sayExplanation } from './explain-assignment.ts'
import { nothingGiven } from './explain-given.ts'
import { outlookOf } from './outlook.ts'
import { parsePolicy } from './parse-policy.ts'

const policy = valueOrThrow(
    parsePolicy(
        `ladder: wealth
version: 2026-01
name: { zh-CN: 财富等级, zh-TW: 財富等級, en: Wealth }
effective_from: 2026-01
measure:
    sum:
        - { feature: deposit_avg_month, weight: 1 }
        - { feature: wealth_product_avg_month, weight: 1.2 }
    null_parts: missing
tiers:
    - { id: mass, name: { zh-CN: 大众, zh-TW: 大眾, en: Mass } }
    - id: gold
      name: { zh-CN: 黄金, zh-TW: 黃金, en: Gold }
      at_least: 50000 CNY
      also_by: [{ feature: mortgage_balance, op: ">=", value: 2000000 CNY }]
    - id: platinum
      name: { zh-CN: 白金, zh-TW: 白金, en: Platinum }
      at_least: 500000 CNY
      requires: { feature: tenure_months, op: ">=", value: 18 }
    - id: private
      name: { zh-CN: 私行, zh-TW: 私人銀行, en: Private }
      at_least: 6000000 CNY
      enrolment: private_banking_agreement
upgrade: { review: monthly, after: 2 }
downgrade: { review: monthly, wait: 3, to: current }
drop_at_once: { feature: accounts_open, op: "=", value: 0 }
missing: { keep: 2 }
effective: next_month
near: { up: 20%, down: 10% }
`,
        { file: 'wealth.yaml', baseCurrency: 'CNY' },
    ),
)

const usual: Facts = {
    deposit_avg_month: parseDecimal('0.00'),
    wealth_product_avg_month: parseDecimal('0.00'),
    mortgage_balance: parseDecimal('0.00'),
    tenure_months: 40,
    accounts_open: 1,
    private_banking_agreement: null,
}

/** Closes from October 2025 on, and explains the last of them. */
function explained(...months: readonly (Facts | null)[]): Explanation {
    let before: Assignment | null = null
    let explanation: Explanation | null = null
    months.forEach((month, index) => {
        const facts = month === null ? null : { ...usual, ...month }
        const assignment = assignTier({ policy, facts, before, month: 202510 + index })
        if (assignment === null) throw new Error('there is no row to explain')
        explanation = explainAssignment({
            assignment,
            outlook: outlookOf(policy, assignment),
            before,
            facts,
            policy,
            household: null,
            given: nothingGiven,
            changes: [],
        })
        before = assignment
    })
    if (explanation === null) throw new Error('there is no close to explain')
    return explanation
}

function said(explanation: Explanation, language: Language = 'en'): string {
    const texts =
        language === 'en' ? { ...features, ...tiers } : { ...chineseFeatures, ...chineseTiers }
    const say = createSay(language, texts)
    return sayExplanation(explanation, { policy, language, say }).join(language === 'en' ? ' ' : '')
}

const deposit = (text: string | null): Facts => ({
    deposit_avg_month: text === null ? null : parseDecimal(text),
})

describe('explainAssignment', () => {
    it('says what was reached, of which parts, and what is next', () => {
        const month = {
            ...deposit('400000.00'),
            wealth_product_avg_month: parseDecimal('100000.55'),
        }
        const explanation = explained(month)
        expect(said(explanation)).toBe(
            'First tier given: Platinum. Platinum serves 2025-11. ' +
                'In 2025-10 month-average assets were CNY 520,000.66, which reaches Platinum ' +
                '(≥ CNY 500,000). Of these: Deposits, month average CNY 400,000.00; ' +
                'Wealth products, month average CNY 100,000.55 × 1.2 = CNY 120,000.66. ' +
                'CNY 5,479,999.34 short of Private (≥ CNY 6,000,000). ' +
                // 5,479,999.34 ÷ 1.2 = 4,566,666.11 and two thirds of a cent.
                'Enough is one of: CNY 4,566,666.12 in Wealth products, month average ' +
                '(counts 1.2 times), or CNY 5,479,999.34 in Deposits, month average. ' +
                'Private also takes: Private banking agreement. ' +
                'Near: only CNY 20,000.66 above the threshold of Platinum. ' +
                'To stay Platinum, month-average assets must be at least CNY 500,000 and this ' +
                'must hold: Tenure in months ≥ 18; otherwise the tier is lost after 3 reviews ' +
                'in a row, at the close of 2026-01 at the earliest. ' +
                'It is lost at once if Open accounts = 0.',
        )
        expect(said(explanation, 'zh-CN')).toContain('达到白金（≥ 500,000 元）')
        expect(explanation.parts[1]).toEqual({
            feature: 'wealth_product_avg_month',
            amount: '100000.55',
            weight: '1.2',
            product: '120000.660000',
        })
    })

    it.each<[string, readonly (Facts | null)[], readonly string[]]>([
        [
            'protection and where it ends',
            [deposit('600000.00'), deposit('450000.00')],
            [
                'Protected, still Platinum: one review below it; unless this changes it falls ' +
                    'to Gold after 2 more reviews, at the close of 2026-01.',
                'must return to CNY 500,000: CNY 50,000.00 to go.',
                'Near: within 20% below the threshold of Platinum.',
            ],
        ],
        [
            'a fall at once',
            [deposit('600000.00'), { ...deposit('0.00'), accounts_open: 0 }],
            ['Downgraded at once from Platinum to Mass, because Open accounts = 0.'],
        ],
        [
            'a rise on its way',
            [deposit('60000.00'), deposit('600000.00')],
            ['Still Gold: one review above it so far, 2 are needed', 'the close of 2025-12.'],
        ],
        [
            'what is unknown',
            [deposit('600000.00'), deposit(null)],
            ['as this is unknown: Deposits, month average.', 'Platinum is kept (1 of at most 2'],
        ],
        ['no tier yet', [deposit(null)], ['There is no tier until the data is there.']],
        ['a tier again', [deposit(null), deposit('60000.00')], ['A tier is given again: Gold.']],
        [
            'another way',
            [{ ...deposit('10.00'), mortgage_balance: parseDecimal('2000000.00') }],
            ['Gold is reached by another way: Mortgage balance ≥ 2,000,000.'],
        ],
        [
            'an unmet requirement',
            [{ ...deposit('700000.00'), tenure_months: 17 }],
            ['Assets suffice for Platinum; still required: Tenure in months ≥ 18 (1 more).'],
        ],
        [
            'a missing signature',
            [deposit('7000000.00')],
            ['Everything for Private is there except: Private banking agreement.'],
        ],
        ['the end', [deposit('7.00'), null], ['From 2025-11 on no longer in the population']],
    ])('says %s', (_, months, expected) => {
        const text = said(explained(...months))
        for (const part of expected) expect(text).toContain(part)
    })

    it('never lets rounding reach a threshold', () => {
        // 416,666.66 × 1.2 = 499,999.992: to the nearest cent it stays below, the gap is 0.008.
        const almost = { wealth_product_avg_month: parseDecimal('416666.66') }
        expect(said(explained(almost))).toContain('assets were CNY 499,999.99, which reaches Gold')
        expect(said(explained(almost))).toContain('CNY 0.01 short of Platinum')
    })
})
