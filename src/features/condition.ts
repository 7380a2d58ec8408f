import type { Decimal } from '#domain/decimal.ts'
import type { FeatureType } from './feature.ts'

/** The operators of a test. */
export const operators = [
    '=',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    'between',
    'in',
    'not_in',
    'is_null',
    'is_not_null',
] as const
export type Operator = (typeof operators)[number]

/** A value to compare with: money and numbers exact, dates as `2026-01-31`. Never null. */
export type Literal = Decimal | string | boolean

/**
 * The one shape of a condition, in policies, segments, filters and alerts. It has two readers,
 * `evaluateCondition` for one party and `writeCondition` for the whole base, held equal by test.
 */
export type Condition =
    | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] }
    | { readonly kind: 'not'; readonly part: Condition }
    | FeatureTest

/** A leaf: one feature against values. `between` has two values, null tests have none. */
export type FeatureTest = {
    readonly kind: 'test'
    readonly feature: string
    readonly type: FeatureType
    readonly operator: Operator
    readonly values: readonly Literal[]
}

/** True, false, or null for unknown: Kleene's logic, the one that SQL has. */
export type Truth = boolean | null

/** How deep `all`, `any` and `not` may lie in one another, a single test being 1. */
export const conditionDepthMax = 8

/** How many tests one condition may have. */
export const conditionLeavesMax = 200

/** The tests of a condition, from left to right. */
export function testsOf(condition: Condition): readonly FeatureTest[] {
    if (condition.kind === 'test') return [condition]
    if (condition.kind === 'not') return testsOf(condition.part)
    return condition.parts.flatMap(testsOf)
}

/** The ids of the features that a condition reads, each once. */
export function featuresOf(condition: Condition): readonly string[] {
    return [...new Set(testsOf(condition).map(({ feature }) => feature))]
}
