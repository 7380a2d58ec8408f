import { describe, expect, it } from 'vitest'
import { daysOf, formatMonth, type Month } from '#domain/month.ts'
import { judgeExpress } from '#tiers/judge-express.ts'
import type { Policy } from '#tiers/policy.ts'
import { sumHousehold } from '#tiers/sum-household.ts'
import { type Close, closes, factsWith, policyWith, story } from './close-story.ts'
import { loyaltyForDiamond } from './policy-edits.ts'

// Who is measured together, and what a few days in a row give.

const pool = { 'near:': 'pool: { by: household }\nnear:' }
const amountOf = (text: string) => factsWith(text).deposit_avg_month

/** A close of a party whose household has other members, by their measures. */
function together(
    own: string | null,
    others: readonly (string | null)[],
    edits: Readonly<Record<string, string>> = {},
): Exclude<Close, string | null> {
    const adults = [own, ...others].map((measure) => factsWith(measure))
    return { measure: own, household: sumHousehold(policyWith({ ...pool, ...edits }), adults) }
}

describe('a household', () => {
    const policy = policyWith(pool)

    it('is measured together', () => {
        const [row] = closes(policy, [together('300k', ['300k'])])
        expect(row).toMatchObject({ earnedTier: 'platinum', measure: { units: 600_000_000_000n } })
    })

    it('counts nothing in a policy without a pool', () => {
        expect(story(policyWith(), [together('300k', ['300k'])])).toBe('gold entered')
    })

    it('of one is measured by its own', () => {
        expect(story(policy, [together('300k', [])])).toBe('gold entered')
    })

    it('counts a member that is unknown as nothing', () => {
        const one = together('300k', [null, '200k'])
        expect(story(policy, [one])).toBe('platinum entered')
        expect(one.household).toMatchObject({ members: 3, unknown: 1 })
    })

    it('raises who is unknown himself where the others alone are above his tier', () => {
        const [, row] = closes(policy, ['60k', together(null, ['600k'])])
        expect(row).toMatchObject({
            earnedTier: 'platinum',
            earnedCause: 'upgraded',
            measure: null,
        })
    })

    it('of others at his tier or below leaves who is unknown himself missing', () => {
        expect(story(policy, ['600k', together(null, ['600k'])])).toBe(
            'platinum entered, platinum stale',
        )
        expect(story(policy, ['2.5m', together(null, ['600k'])])).toBe(
            'diamond entered, diamond stale',
        )
    })

    it('whose others reach the top makes the unknown member sure of it', () => {
        expect(story(policy, ['7m', together(null, ['7m'])])).toBe(
            'private entered, private unchanged',
        )
    })

    it('gives a first tier to who is unknown himself, but not the base tier', () => {
        expect(story(policy, [together(null, ['60k'])])).toBe('gold entered')
        expect(story(policy, [together(null, ['10k'])])).toBe('- untiered')
        expect(story(policy, [together(null, [null])])).toBe('- untiered')
    })

    it('counts only those who certainly belong to the population', () => {
        const strangers = ['company', null].map((party_kind) => factsWith('7m', { party_kind }))
        const household = sumHousehold(policy, [factsWith('10k'), ...strangers])
        expect(household).toEqual({
            sum: { units: 10_000_000_000n, scale: 6 },
            members: 1,
            unknown: 0,
        })
    })

    it('does not measure a member whose own population is unknown', () => {
        const close = { ...together('10k', ['7m']), facts: { party_kind: null } }
        const [, row] = closes(policy, ['10k', close])
        expect(row).toMatchObject({ earnedCause: 'stale', measure: { units: 10_000_000_000n } })
    })

    it('leaves all else to each party', () => {
        const edits = { ...pool, ...loyaltyForDiamond }
        const close = { ...together('10k', ['2.5m']), facts: { loyalty_score: 10 } }
        expect(story(policyWith(edits), [close])).toBe('platinum entered')
    })
})

describe('days in a row', () => {
    const express = (rules: string, edits: Readonly<Record<string, string>> = {}): Policy =>
        policyWith({ 'near:': `express: [${rules}]\nnear:`, ...edits })
    const five = express('{ tier: diamond, days: 5 }')
    const zero = amountOf('0')

    /** Day-end deposits by day of a month, 0 on all the others; `gap` where nothing is known. */
    const daysIn = (month: Month, high: Readonly<Record<number, string | null>>) =>
        Array.from({ length: daysOf(month) }, (_, index) => {
            const told = high[index + 1]
            const amount = told === undefined ? zero : told === null ? null : amountOf(told)
            return {
                day: `${formatMonth(month)}-${String(index + 1).padStart(2, '0')}`,
                facts: {
                    deposit_day: amount ?? null,
                    wealth_product_day: zero ?? null,
                    fund_day: zero ?? null,
                },
            }
        })
    const run = (from: number, until: number, amount = '2m') =>
        Object.fromEntries(
            Array.from({ length: until - from + 1 }, (_, index) => [from + index, amount]),
        )
    const judge = (policy: Policy, ...days: ReturnType<typeof daysIn>[]) =>
        judgeExpress(policy, { month: 202502, days: days.flat() })

    it('at the threshold give the tier, one day fewer does not', () => {
        expect(judge(five, daysIn(202502, run(3, 7)))).toBe('diamond')
        expect(judge(five, daysIn(202502, run(3, 6)))).toBeNull()
        expect(judge(five, daysIn(202502, run(3, 7, '1999999.99')))).toBeNull()
    })

    it('are broken by a day below, by an unknown one and by one that is not there', () => {
        const broken = run(3, 8)
        expect(judge(five, daysIn(202502, { ...broken, 6: '10k' }))).toBeNull()
        expect(judge(five, daysIn(202502, { ...broken, 6: null }))).toBeNull()
        const without = daysIn(202502, broken).filter(({ day }) => day !== '2025-02-06')
        expect(judge(five, without)).toBeNull()
    })

    it('may begin in the month before', () => {
        expect(judge(five, daysIn(202501, run(29, 31)), daysIn(202502, run(1, 2)))).toBe('diamond')
    })

    it('that were completed in the month before count no more', () => {
        expect(judge(five, daysIn(202501, run(20, 31)), daysIn(202502, {}))).toBeNull()
    })

    it('give the highest tier that they reach', () => {
        const two = express('{ tier: platinum, days: 2 }, { tier: diamond, days: 5 }')
        expect(judge(two, daysIn(202502, { ...run(1, 4), ...run(10, 12, '600k') }))).toBe(
            'platinum',
        )
        expect(judge(two, daysIn(202502, run(1, 5)))).toBe('diamond')
    })

    it('count for a tier that serves the month closed when they were completed before it', () => {
        const same = express('{ tier: diamond, days: 5 }', {
            'effective: next_month': 'effective: same_month',
        })
        expect(judge(same, daysIn(202501, run(20, 31)), daysIn(202502, {}))).toBe('diamond')
        expect(judge(same, daysIn(202501, {}), daysIn(202502, run(3, 20)))).toBeNull()
    })

    it('lend the tier in the service month', () => {
        const tier = judge(five, daysIn(202502, run(3, 7))) ?? ''
        const [row] = closes(five, [{ measure: '10k', grants: [{ grantId: null, tier }] }])
        expect(row).toMatchObject({ earnedTier: 'mass', tier: 'diamond', rule: 'express' })
    })
})
