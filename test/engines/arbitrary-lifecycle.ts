import fc from 'fast-check'
import { daysOf, type Month } from '#domain/month.ts'
import { managementModes, type Stage, stages } from '#features/stage-words.ts'
import type { LifecyclePolicy, StageMode, TrendRule } from '#scores/lifecycle-policy.ts'
import type { StageFacts } from '#scores/next-stage.ts'

const names = { 'zh-CN': '客户', 'zh-TW': '客戶', en: 'Customer' }

const trendArbitrary: fc.Arbitrary<TrendRule> = fc
    .record({
        by: fc.constantFrom(3000, 3000, 1, 1000, 9999),
        months: fc.integer({ min: 1, max: 3 }),
        aumMin: fc.constantFrom(0, 1, 50, 100_000_000),
        transactionsMin: fc.constantFrom(0, 2, 6),
        longer: fc.integer({ min: 0, max: 2 }),
    })
    .map(({ longer, ...rule }) => ({ ...rule, baseMonths: rule.months + longer }))

/** Rules with small numbers, so that a few months are enough for every stage. */
export const lifecycleArbitrary: fc.Arbitrary<LifecyclePolicy> = fc.record({
    version: fc.constant('2025-01'),
    name: fc.constant(names),
    effectiveFrom: fc.constant(202501),
    lostMonths: fc.integer({ min: 1, max: 4 }),
    dormantDays: fc.constantFrom(1, 31, 60, 180),
    dormantAumBelow: fc.constantFrom(0, 1, 50, 1000),
    wonBackMonths: fc.integer({ min: 1, max: 3 }),
    newDays: fc.constantFrom(1, 31, 90, 400),
    declining: trendArbitrary,
    growing: trendArbitrary,
    modes: fc
        .array(fc.constantFrom(...managementModes), {
            minLength: stages.length,
            maxLength: stages.length,
        })
        .map((modes) => {
            const told = stages.map((stage, index) => [
                stage,
                { mode: modes[index] ?? 'serve', text: names },
            ])
            return Object.fromEntries(told) as Record<Stage, StageMode>
        }),
})

/** Amounts that often stay, fall or rise by just 30 %, and others near floors and far away. */
const aumArbitrary: fc.Arbitrary<bigint | null> = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(1000n, 1000n, 1000n, 700n, 1300n) },
    { weight: 3, arbitrary: fc.constantFrom(0n, 100n, 5000n, 10_000n) },
    { weight: 2, arbitrary: fc.bigInt({ min: -10_000n, max: 20_000n }) },
    { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 9_999_999_999_999_999n }) },
    { weight: 1, arbitrary: fc.constant(null) },
)

const seenArbitrary = fc.record({
    isClosed: fc.integer({ min: 0, max: 7 }).map((drawn) => drawn === 0),
    customerDays: fc.oneof(
        { weight: 2, arbitrary: fc.constant(null) },
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 31 }) },
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 400 }) },
    ),
    hasTerm: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 0),
    loansRunning: fc.constantFrom(0, 0, 0, 1, null),
    aum: aumArbitrary,
    transactions: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(10n, 10n, 10n, 7n, 13n) },
        { weight: 2, arbitrary: fc.constantFrom(0n, 1n, 2n, 6n) },
        { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 100_000n }) },
        { weight: 1, arbitrary: fc.constant(null) },
    ),
})

/** What is observed of a party over these months; null before the bank knows of it. */
export function lifeArbitrary(
    months: readonly Month[],
): fc.Arbitrary<readonly (StageFacts | null)[]> {
    return fc
        .record({
            seen: fc.array(seenArbitrary, {
                minLength: months.length,
                maxLength: months.length,
            }),
            // The place among the months in which the bank knows of it, and opens an account.
            from: fc.constantFrom(0, 0, 0, 1, 4),
            opens: fc.constantFrom(0, 0, 0, 1, 3, 99),
            daysBefore: fc.constantFrom(0, 10, 60, 1000),
        })
        .map(({ seen, from, opens, daysBefore }) => {
            let tenure = -1
            return months.map((month, index) => {
                const told = seen[index]
                if (told === undefined || index < from) return null
                const monthDays = daysOf(month)
                if (index >= from + opens) tenure = tenure < 0 ? daysBefore : tenure + monthDays
                const { isClosed, ...observed } = told
                const hasAccount = tenure >= 0
                return {
                    ...observed,
                    ...{ month, monthDays },
                    accountsOpen: hasAccount && !isClosed ? 1 : 0,
                    tenureDays: hasAccount ? tenure : null,
                }
            })
        })
}
