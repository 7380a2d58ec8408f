import type { LifecyclePolicy, TrendRule } from './lifecycle-policy.ts'

/** How one figure of a party moves, in cents or in transactions. */
export type Trends = {
    /** The figure of the last three months in which it was known, the latest first. */
    readonly last: readonly bigint[]
    readonly fall: Run
    readonly rise: Run
}

/** Months one after the other in which a figure lay beyond its base. */
export type Run = {
    readonly months: number
    /** The three months before the first of them together; null: there is no run. */
    readonly base: bigint | null
}

const noRun: Run = { months: 0, base: null }

/** What is known of a figure that has not been seen. */
export const noTrends: Trends = { last: [], fall: noRun, rise: noRun }

/** Adds the figure of a month; a month in which it is unknown changes nothing. */
export function nextTrends(
    { declining, growing }: Pick<LifecyclePolicy, 'declining' | 'growing'>,
    before: Trends,
    value: bigint | null,
): Trends {
    if (value === null) return before
    const { last } = before
    const recent = last.length < 3 ? null : last.reduce((sum, one) => sum + one, 0n)
    // Value ÷ (base ÷ 3) is compared with (1 − by) in whole numbers, so that nothing is rounded.
    const isDown = (base: bigint): boolean =>
        base > 0n && 30_000n * value <= BigInt(10_000 - declining.by) * base
    const isUp = (base: bigint): boolean =>
        base >= 0n && value > 0n && 30_000n * value >= BigInt(10_000 + growing.by) * base
    return {
        last: [value, ...last].slice(0, 3),
        fall: nextRun(before.fall, { recent, rule: declining, isBeyond: isDown }),
        rise: nextRun(before.rise, { recent, rule: growing, isBeyond: isUp }),
    }
}

type Step = {
    /** The three months before together; null where fewer are known. */
    readonly recent: bigint | null
    readonly rule: TrendRule
    readonly isBeyond: (base: bigint) => boolean
}

/** A run keeps its base until that is too old to compare with. */
function nextRun(before: Run, { recent, rule, isBeyond }: Step): Run {
    const isKept = before.months > 0 && before.months < rule.baseMonths
    const base = isKept ? before.base : recent
    if (base === null || !isBeyond(base)) return noRun
    return { months: isKept ? before.months + 1 : 1, base }
}
