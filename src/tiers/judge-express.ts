import { compareDecimal } from '#domain/decimal.ts'
import { addMonths, type Day, firstDayOf, lastDayOf, type Month, monthOf } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import { measureOf } from './judge-facts.ts'
import { type ExpressRule, levelOf, type Measure, type Policy, tierAt } from './policy.ts'

/** The balances of one party at the end of one day, by the columns of `features.party_days`. */
export type DayFacts = { readonly day: Day; readonly facts: Facts }

/**
 * The tier that the express rule lends in a close's service month: the highest whose days in a
 * row were completed in the month before that one. Null: none. The days are those of the month
 * closed and of the months before it that may hold the beginning of a run, in any order.
 */
export function judgeExpress(
    policy: Policy,
    { month, days }: { readonly month: Month; readonly days: readonly DayFacts[] },
): string | null {
    const completing = expressMonth(policy, month)
    const sorted = days.toSorted((left, right) => (left.day < right.day ? -1 : 1))
    const levels = policy.express
        .filter((rule) => completesIn(completing, { policy, rule, days: sorted }))
        .map(({ tier }) => levelOf(policy, tier) ?? 0)
    return levels.length === 0 ? null : tierAt(policy, Math.max(...levels)).id
}

/** The month in which days in a row have to be completed to count at a close: before it serves. */
export function expressMonth({ effective }: Policy, month: Month): Month {
    return effective === 'next_month' ? month : addMonths(month, -1)
}

/** A measure of day-end balances in place of the month's. Throws where a part has no day. */
export function dayMeasure({ parts, nullParts }: Measure): Measure {
    const ofDay = parts.map(({ feature, weight }) => {
        const day = catalogue.get(feature)?.day ?? null
        if (day === null) throw new Error(`${feature} is not known day by day`)
        return { feature: day, weight }
    })
    return { parts: ofDay, nullParts }
}

type Run = {
    readonly policy: Policy
    readonly rule: ExpressRule
    readonly days: readonly DayFacts[]
}

function completesIn(month: Month, { policy, rule, days }: Run): boolean {
    const { atLeast } = tierAt(policy, levelOf(policy, rule.tier) ?? 0)
    const measure = dayMeasure(policy.measure)
    let inRow = 0
    let expected: Day | null = null
    for (const { day, facts } of days) {
        const amount = measureOf(measure, facts)
        const isReached =
            amount !== null && atLeast !== null && compareDecimal(amount, atLeast) >= 0
        inRow = isReached ? (day === expected ? inRow + 1 : 1) : 0
        if (inRow >= rule.days && monthOf(day) === month) return true
        expected = dayAfter(day)
    }
    return false
}

function dayAfter(day: Day): Day {
    const month = monthOf(day)
    if (day === lastDayOf(month)) return firstDayOf(addMonths(month, 1))
    return `${day.slice(0, 8)}${String(Number(day.slice(8)) + 1).padStart(2, '0')}`
}
