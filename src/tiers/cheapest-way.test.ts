import { describe, expect, it } from 'vitest'
import { type Decimal, formatDecimal, parseDecimal } from '#domain/decimal.ts'
import { valueOrThrow } from '#domain/result.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { type Way, waysTo } from './cheapest-way.ts'
import { measureOf } from './judge-facts.ts'
import { parsePolicy } from './parse-policy.ts'
import { tierAt } from './policy.ts'

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
        - { feature: fund_avg_month, weight: 0.7 }
    null_parts: zero
tiers:
    - { id: mass, name: { zh-CN: 大众, zh-TW: 大眾, en: Mass } }
    - id: gold
      name: { zh-CN: 黄金, zh-TW: 黃金, en: Gold }
      at_least: 500000 CNY
      requires:
          all:
              - { feature: tenure_months, op: ">=", value: 18 }
              - any:
                    - { feature: product_categories, op: ">=", value: 4 }
                    - { feature: mortgage_balance, op: ">", value: 0 CNY }
                    - { feature: inflow_month, op: ">=", value: 20000 CNY }
      also_by:
          - { feature: mortgage_balance, op: ">=", value: 2000000 CNY }
          - { feature: aum_end_month, op: ">=", value: 600000 CNY }
      enrolment: private_banking_agreement
upgrade: { review: monthly, after: 1 }
downgrade: { review: monthly, wait: 3, to: current }
missing: { keep: 2 }
effective: next_month
`,
        { file: 'wealth.yaml', baseCurrency: 'CNY' },
    ),
)

const usual: Facts = {
    deposit_avg_month: parseDecimal('400000.00'),
    wealth_product_avg_month: parseDecimal('0.00'),
    fund_avg_month: parseDecimal('0.00'),
    tenure_months: 40,
    product_categories: 1,
    mortgage_balance: parseDecimal('0.00'),
    inflow_month: parseDecimal('15000.00'),
    aum_end_month: parseDecimal('100000.00'),
    private_banking_agreement: true,
}

function ways(facts: Facts): readonly Way[] {
    const all = { ...usual, ...facts }
    const measure = measureOf(policy.measure, all)
    return waysTo({ policy, tier: tierAt(policy, 1), facts: all, measure })
}

/** What a way takes, as people would note it: `0.00 more of x`, or the test that has to hold. */
function note({ route, amounts, unmet, enrolment }: Way): string {
    const tests = unmet.map(({ condition, lack, isUnknown }) => {
        const feature = condition.kind === 'test' ? condition.feature : condition.kind
        return `${feature} ${isUnknown ? 'unknown' : lack === null ? 'no' : formatDecimal(lack)}`
    })
    const money = amounts.map(({ feature, amount }) => `${feature} ${formatDecimal(amount)}`)
    const signed = enrolment === null ? [] : [`signed ${enrolment}`]
    return [`by ${route ?? 'measure'}`, money.join(' or '), ...tests, ...signed]
        .filter((part) => part !== '')
        .join('; ')
}

const first = (facts: Facts): string => note(ways(facts)[0] ?? never())
function never(): never {
    throw new Error('there is no way')
}

describe('waysTo', () => {
    it('names for a gap the amount in each product, the smallest first, enough to the cent', () => {
        // 100,000 ÷ 1.2 = 83,333.333…, 100,000 ÷ 0.7 = 142,857.142…
        expect(first({ inflow_month: parseDecimal('20000.00') })).toBe(
            'by measure; wealth_product_avg_month 83333.34 or deposit_avg_month 100000.00 ' +
                'or fund_avg_month 142857.15',
        )
    })

    it.each(['399999.99', '0.01', '123456.78', '499999.99'])(
        'has amounts of which a cent less would not do, from %s',
        (deposit) => {
            const facts = { deposit_avg_month: parseDecimal(deposit) }
            const [way = never()] = ways(facts).filter(({ route }) => route === null)
            expect(way.amounts.length).toBe(3)
            for (const { feature, amount } of way.amounts) {
                const reaches = (cents: bigint): boolean => {
                    const had = { ...usual, ...facts }[feature] as Decimal
                    const units = had.units + amount.units - cents
                    const measure = measureOf(policy.measure, {
                        ...usual,
                        ...facts,
                        [feature]: { units, scale: 2 },
                    })
                    return (measure?.units ?? 0n) >= 500_000_000_000n
                }
                expect([reaches(0n), reaches(1n)]).toEqual([true, false])
            }
        },
    )

    it('takes of alternatives the one that needs least, and says how much', () => {
        expect(first({})).toContain('; inflow_month 5000.00')
        expect(first({ product_categories: 4 })).not.toContain('inflow_month')
    })

    it('says what is unknown, and what no amount settles', () => {
        expect(first({ tenure_months: 6, aum_end_month: parseDecimal('590000.00') })).toBe(
            'by 2; aum_end_month 10000.00',
        )
        const poor = ways({ tenure_months: null }).find(({ route }) => route === null)
        expect(note(poor ?? never())).toContain('tenure_months unknown')
    })

    it('prefers money to what money cannot do, and little money to much', () => {
        // 500,000 ÷ 1.2 + 5,000 of inflow, then 500,000 at month-end, then a mortgage of 2,000,000.
        const far = { deposit_avg_month: parseDecimal('0.00') }
        expect(ways(far).map(({ route }) => route)).toEqual([null, 2, 1])
        const nearly = { ...far, aum_end_month: parseDecimal('590000.00') }
        expect(ways(nearly).map(({ route }) => route)).toEqual([2, null, 1])
        const young = { tenure_months: 6 }
        expect(ways(young).map(({ route }) => route)).toEqual([2, 1, null])
    })

    it('asks on every way for the signature that is missing', () => {
        const unsigned = ways({ private_banking_agreement: null })
        expect(unsigned.map(({ enrolment }) => enrolment)).toEqual(
            Array.from({ length: 3 }, () => 'private_banking_agreement'),
        )
    })

    it('asks nothing where all is there', () => {
        const there = { deposit_avg_month: parseDecimal('500000.00'), product_categories: 4 }
        expect(first(there)).toBe('by measure')
    })

    it('knows no gap where the measure is unknown', () => {
        const unknown = {
            deposit_avg_month: null,
            wealth_product_avg_month: null,
            fund_avg_month: null,
        }
        const way = ways(unknown).find(({ route }) => route === null)
        expect(way).toMatchObject({ gap: null, amounts: [] })
        expect(ways(unknown)[0]?.route).toBe(2)
    })
})
