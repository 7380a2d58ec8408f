import { describe, expect, it } from 'vitest'
import { parseDecimal } from '#domain/decimal.ts'
import { addMonths, formatMonth } from '#domain/month.ts'
import { assignTier } from '#tiers/assign-tier.ts'
import type { Assignment } from '#tiers/assignment.ts'
import { givenAverage, type InferredRule, policyOfRule } from '#tiers/infer-rule.ts'
import type { Policy } from '#tiers/policy.ts'
import { checkText } from './checkup-desk.ts'

// Old systems without a mistake: each keeps its rule for two years, and the check-up has to find
// that very rule in a table of its tiers, and not a single case against it.

const first = 202401
const months = 24
const customers = 800
const thresholds = [0, 50_000, 300_000]
const words = ['普通', '金卡', '白金']

type Change = Partial<Pick<InferredRule, 'after' | 'review' | 'fallTo' | 'shift'>>

function ruleOf(change: Change): InferredRule {
    const sure = { cases: 9, errors: 0, doubts: [] }
    return {
        ...{ review: 'monthly', after: 1, fallTo: 'current', isFallToSeen: true, shift: 0 },
        tiers: words.map((word, level) => ({
            id: `t${level}`,
            word,
            threshold:
                level === 0
                    ? null
                    : { atLeast: `${thresholds[level]}.00`, above: null, upTo: null, ...sure },
            wait: level === 0 ? null : { reviews: level === 1 ? 2 : 4, ...sure },
        })),
        ...change,
    }
}

/** The table of a faultless old system: averages wander up and down about their thresholds. */
function tableOf(rule: InferredRule): string {
    const policy: Policy = policyOfRule(rule, { currency: 'CNY', firstClose: first })
    const draw = dice(7)
    const lines = ['customer,month,average,tier']
    for (let customer = 1; customer <= customers; customer++) {
        let average = 10 ** (3.9 + draw() * 2.1)
        let before: Assignment | null = null
        const path = Array.from({ length: months }, (_, index) => {
            // Now and then a leap: only one over two thresholds tells where a fall ends.
            const stride = draw() < 0.08 ? 2.4 : 0.3
            average = Math.max(100, average * 10 ** ((draw() - 0.5) * stride))
            const text = average.toFixed(2)
            const facts = { [givenAverage]: parseDecimal(text) }
            before = assignTier({ policy, facts, before, month: addMonths(first, index) })
            return { text, level: Number(before?.earnedTier?.slice(1)) }
        })
        path.forEach(({ text }, index) => {
            const decided = path[index - rule.shift]
            if (decided === undefined) return
            const month = formatMonth(addMonths(first, index))
            lines.push(`${customer},${month},${text},${words[decided.level]}`)
        })
    }
    return lines.join('\n')
}

/** Numbers from 0 to 1, the same every time (D. Lehmer's generator). */
function dice(seed: number): () => number {
    let state = seed
    return () => {
        state = (state * 48_271) % 2_147_483_647
        return state / 2_147_483_647
    }
}

describe('a faultless old system', () => {
    it.each<[string, Change]>([
        ['rises at once and falls to the current level', {}],
        ['rises after two months', { after: 2 }],
        ['rises after three months', { after: 3 }],
        ['falls to the best of the wait', { fallTo: 'best_of_wait' }],
        ['goes by the average of the month before', { shift: 1 }],
        ['reviews at the ends of quarters', { review: 'quarterly' }],
    ])('%s', { timeout: 120_000 }, async (_, change) => {
        const rule = ruleOf(change)
        const { checkup, close } = await checkText(tableOf(rule))
        const { tiers, ...found } = checkup.rule
        const { tiers: planted, ...wanted } = rule
        expect(found).toEqual(wanted)
        expect(
            tiers.map(({ word, threshold, wait }) => [word, threshold?.atLeast, wait?.reviews]),
        ).toEqual(
            planted.map(({ word, threshold, wait }) => [word, threshold?.atLeast, wait?.reviews]),
        )
        expect(checkup.fit.sameRows).toBe(checkup.fit.rows)
        expect(checkup.concerned.customers).toBe(0)
        await close()
    })
})
