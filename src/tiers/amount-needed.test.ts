import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import {
    amountNeeded,
    dayTwinOf,
    type MonthToDate,
    mayLeave,
    missingDays,
    monthToDate,
    notByDay,
} from './amount-needed.ts'
import { parsePolicy } from './parse-policy.ts'
import type { Measure, Policy } from './policy.ts'

/** A month of one party by plain days, in hundredths of a cent of measure: day-ends so far. */
type Story = {
    readonly days: number
    /** Day-ends of the days so far, in cents; the last of them is the balance now. */
    readonly dayEnds: readonly number[]
    readonly thetaCents: number
    readonly weight: Decimal
}

const one: Decimal = { units: 1n, scale: 0 }

const weights: readonly Decimal[] = [
    one,
    { units: 12n, scale: 1 },
    { units: 5n, scale: 1 },
    { units: 3333n, scale: 4 },
]

const storyArbitrary: fc.Arbitrary<Story> = fc.integer({ min: 28, max: 31 }).chain((days) =>
    fc.record({
        days: fc.constant(days),
        dayEnds: fc.array(fc.integer({ min: 0, max: 90_000_000 }), {
            minLength: 1,
            maxLength: days,
        }),
        thetaCents: fc.integer({ min: 1, max: 90_000_000 }),
        weight: fc.constantFrom(...weights),
    }),
)

/** Ten-thousandths of a cent that a weight makes of a cent. */
function weighed({ units, scale }: Decimal): bigint {
    return units * 10n ** BigInt(4 - scale)
}

function toDateOf({ days, dayEnds, weight }: Story): MonthToDate {
    const sum = dayEnds.reduce((all, cents) => all + BigInt(cents) * weighed(weight), 0n)
    const balance = BigInt(dayEnds.at(-1) ?? 0) * weighed(weight)
    const measure = (units: bigint): Decimal => ({ units, scale: 6 })
    return { days, daysKnown: dayEnds.length, sum: measure(sum), balance: measure(balance) }
}

const thresholdOf = (story: Story) => ({
    atLeast: { units: BigInt(story.thetaCents), scale: 2 },
    toDate: toDateOf(story),
})

/**
 * Whether the month's average reaches the threshold if so many cents more are held from a day on:
 * every day of the month is gone through, as the close will do.
 */
function reaches(story: Story, { cents, from }: { cents: bigint; from: number }): boolean {
    const { days, dayEnds, thetaCents, weight } = story
    let sum = 0n
    for (let day = 1; day <= days; day++) {
        const held = BigInt(dayEnds[day - 1] ?? dayEnds.at(-1) ?? 0)
        sum += (held + (day >= from ? cents : 0n)) * weighed(weight)
    }
    return sum >= BigInt(thetaCents) * 10_000n * BigInt(days)
}

const text = (value: Decimal | null): string | null =>
    value === null ? null : formatDecimal(value)

describe('amountNeeded', () => {
    it('is the least amount with which going through all days reaches the threshold', () => {
        const seen = { none: 0, some: 0 }
        fc.assert(
            fc.property(storyArbitrary, fc.nat({ max: 30 }), (story, later) => {
                const { days, dayEnds, weight } = story
                fc.pre(dayEnds.length < days)
                const from = Math.min(days, dayEnds.length + 1 + later)
                const needed = amountNeeded(thresholdOf(story), { from, weight })
                const cents = needed?.units ?? expect.fail('it is known')
                expect(reaches(story, { cents, from })).toBe(true)
                if (cents === 0n) seen.none++
                else {
                    seen.some++
                    expect(reaches(story, { cents: cents - 1n, from })).toBe(false)
                }
            }),
            { numRuns: 500 },
        )
        expect(Math.min(seen.none, seen.some)).toBeGreaterThan(50)
    })

    // 500k by the month's average of 31 days, 10 of them known. With 400k on each of them and now,
    // 100k a day are missing, on all 31 days; money of the eleventh counts on 21.
    it.each([
        { held: 400_000, theta: 500_000, from: 11, needed: (31 * 100_000) / 21 },
        { held: 400_000, theta: 500_000, from: 31, needed: 31 * 100_000 },
        { held: 0, theta: 500_000, from: 11, needed: (31 * 500_000) / 21 },
        { held: 500_000, theta: 500_000, from: 11, needed: 0 },
        { held: 499_999.99, theta: 500_000, from: 11, needed: (31 * 0.01) / 21 },
    ])(
        'of $held held ten days needs $needed from day $from on',
        ({ held, theta, from, needed }) => {
            const dayEnds = Array<number>(10).fill(Math.round(held * 100))
            const story = { days: 31, dayEnds, thetaCents: theta * 100, weight: one }
            const cents = BigInt(Math.ceil(Math.round(needed * 100 * 1e6) / 1e6))
            expect(amountNeeded(thresholdOf(story), { from })).toEqual({ units: cents, scale: 2 })
            expect(reaches(story, { cents, from })).toBe(true)
        },
    )

    it('takes less of what weighs more', () => {
        const dayEnds = Array<number>(10).fill(40_000_000)
        const threshold = thresholdOf({ days: 31, dayEnds, thetaCents: 50_000_000, weight: one })
        const weight = { units: 12n, scale: 1 }
        const exact = (31 * 100_000) / 21 / 1.2
        const cents = BigInt(Math.ceil(exact * 100))
        expect(amountNeeded(threshold, { from: 11, weight })).toEqual({ units: cents, scale: 2 })
    })

    it('is decided on the last day, and unknown where a part is', () => {
        const dayEnds = Array<number>(31).fill(100)
        const decided = thresholdOf({ days: 31, dayEnds, thetaCents: 200, weight: one })
        expect(amountNeeded(decided, { from: 32 })).toBe(null)
        expect(mayLeave(decided)).toBe(null)
        expect(missingDays(decided)?.units).toBe(31n * 1_000_000n)
        const unknown = { ...decided.toDate, daysKnown: 10, sum: null }
        const threshold = { ...decided, toDate: unknown }
        expect([amountNeeded(threshold, { from: 11 }), mayLeave(threshold)]).toEqual([null, null])
    })

    it('counts from no day that is over, nor from the next month', () => {
        const threshold = thresholdOf({ days: 30, dayEnds: [1], thetaCents: 2, weight: one })
        expect(() => amountNeeded(threshold, { from: 1 })).toThrow('day 1')
        expect(() => amountNeeded(threshold, { from: 31 })).toThrow('day 31')
    })
})

describe('mayLeave', () => {
    it('is the most that can go while all days together stay at the threshold', () => {
        const seen = { none: 0, all: 0, some: 0 }
        fc.assert(
            fc.property(storyArbitrary, (story) => {
                const { days, dayEnds, weight } = story
                fc.pre(dayEnds.length < days)
                const balance = BigInt(dayEnds.at(-1) ?? 0)
                const from = dayEnds.length + 1
                const cents = mayLeave(thresholdOf(story), weight)?.units ?? expect.fail('known')
                expect(cents >= 0n && cents <= balance).toBe(true)
                if (cents > 0n) expect(reaches(story, { cents: -cents, from })).toBe(true)
                if (cents < balance) {
                    expect(reaches(story, { cents: -cents - 1n, from })).toBe(false)
                }
                if (cents === 0n) seen.none++
                else if (cents === balance) seen.all++
                else seen.some++
            }),
            { numRuns: 500 },
        )
        expect(Math.min(seen.none, seen.all, seen.some)).toBeGreaterThan(10)
    })
})

const measure: Measure = {
    nullParts: 'missing',
    parts: [
        { feature: 'deposit_avg_month', weight: one },
        { feature: 'wealth_product_avg_month', weight: { units: 12n, scale: 1 } },
    ],
}
const held = {
    deposit_sum_to_date: { units: 1_000_000n, scale: 2 },
    deposit_now: { units: 100_000n, scale: 2 },
    wealth_product_sum_to_date: { units: 500_001n, scale: 2 },
    wealth_product_now: { units: 50_001n, scale: 2 },
}

describe('monthToDate', () => {
    const month = { days: 31, daysKnown: 10 }

    it('weighs the parts', () => {
        const { sum, balance } = monthToDate(measure, { ...month, facts: held })
        expect([text(sum), text(balance)]).toEqual(['16000.012000', '1600.012000'])
    })

    it('knows nothing without a part, or goes without it where the policy says so', () => {
        const facts = { ...held, wealth_product_sum_to_date: null }
        const zero = { ...measure, nullParts: 'zero' } as const
        expect(monthToDate(measure, { ...month, facts }).balance).toBe(null)
        const { sum, balance } = monthToDate(zero, { ...month, facts })
        expect([text(sum), text(balance)]).toEqual(['10000.000000', '1000.000000'])
        const nothing = { ...facts, deposit_now: null }
        expect(monthToDate(zero, { ...month, facts: nothing }).sum).toBe(null)
    })
})

describe('notByDay', () => {
    const followed: Policy = { ...policyOf('deposit_avg_month'), measure }

    it('follows measures of which every part is known by days', () => {
        expect(notByDay(followed)).toBe(null)
        expect(dayTwinOf('aum_avg_month')).toEqual({ sum: 'aum_sum_to_date', now: 'aum_now' })
        const cards = policyOf('card_spend_12m')
        expect(notByDay(cards)).toEqual({ isPooled: false, features: ['card_spend_12m'] })
        expect(notByDay({ ...followed, pool: { by: 'household' } })?.isPooled).toBe(true)
    })

    it('is for no tier: a policy that asks for a figure of one day is refused', () => {
        const parsed = parsePolicy(policyText('aum_now'), { file: 'x.yaml', baseCurrency: 'CNY' })
        const codes = parsed.ok ? [] : parsed.failures.map(({ code }) => code)
        expect(codes).toEqual(['features.feature_daily'])
    })
})

function policyOf(feature: string): Policy {
    const parsed = parsePolicy(policyText(feature), { file: 'x.yaml', baseCurrency: 'CNY' })
    return parsed.ok ? parsed.value : expect.fail(JSON.stringify(parsed.failures))
}

function policyText(feature: string): string {
    return `ladder: small
version: 2025-01
name: { zh-CN: 小, zh-TW: 小, en: Small }
effective_from: 2025-01
measure: { sum: [{ feature: ${feature}, weight: 1 }], null_parts: missing }
tiers:
    - { id: low, name: { zh-CN: 低, zh-TW: 低, en: Low } }
    - { id: high, name: { zh-CN: 高, zh-TW: 高, en: High }, at_least: 500000 CNY }
upgrade: { review: monthly, after: 1 }
downgrade: { review: monthly, wait: 3, to: current }
missing: { keep: 2 }
effective: next_month
public: true
`
}
