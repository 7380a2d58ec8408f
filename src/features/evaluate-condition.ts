import { compareDecimal, type Decimal } from '#domain/decimal.ts'
import type { Condition, FeatureTest, Literal, Truth } from './condition.ts'

/** A feature's value for one party: money exact, counts whole, dates as text; null is unknown. */
export type Fact = Decimal | number | bigint | string | boolean | null

/** All features of one party in one month, by id. */
export type Facts = Readonly<Record<string, Fact>>

/**
 * Evaluates a condition on one party, in Kleene's three-valued logic as SQL has it. Throws on a
 * feature that the facts do not have at all, or that has another type: that is a bug.
 */
export function evaluateCondition(condition: Condition, facts: Facts): Truth {
    switch (condition.kind) {
        case 'all':
            return allOf(condition.parts.map((part) => evaluateCondition(part, facts)))
        case 'any':
            return anyOf(condition.parts.map((part) => evaluateCondition(part, facts)))
        case 'not':
            return notOf(evaluateCondition(condition.part, facts))
        case 'test':
            return evaluateTest(condition, factOf(facts, condition.feature))
    }
}

/** A party's value of a feature. Throws where the facts do not have the feature at all. */
export function factOf(facts: Facts, feature: string): Fact {
    const fact = facts[feature]
    if (fact === undefined) throw new Error(`the facts have no ${feature}`)
    return fact
}

/** False if one is false, else unknown if one is unknown, else true. */
export function allOf(truths: readonly Truth[]): Truth {
    if (truths.includes(false)) return false
    return truths.includes(null) ? null : true
}

/** True if one is true, else unknown if one is unknown, else false. */
export function anyOf(truths: readonly Truth[]): Truth {
    if (truths.includes(true)) return true
    return truths.includes(null) ? null : false
}

function notOf(truth: Truth): Truth {
    return truth === null ? null : !truth
}

function evaluateTest(test: FeatureTest, fact: Fact): Truth {
    const { operator, values } = test
    if (operator === 'is_null') return fact === null
    if (operator === 'is_not_null') return fact !== null
    if (fact === null) return null
    const [first = 0, second = 0] = values.map((value) => compareFact(fact, value))
    switch (operator) {
        case '=':
            return first === 0
        case '!=':
            return first !== 0
        case '<':
            return first < 0
        case '<=':
            return first <= 0
        case '>':
            return first > 0
        case '>=':
            return first >= 0
        case 'between':
            return first >= 0 && second <= 0
        case 'in':
            return values.some((value) => compareFact(fact, value) === 0)
        case 'not_in':
            return values.every((value) => compareFact(fact, value) !== 0)
    }
}

function compareFact(fact: Exclude<Fact, null>, value: Literal): number {
    if (typeof value === 'object') return compareDecimal(decimalOf(fact), value)
    if (typeof fact !== typeof value) throw new TypeError(`${typeof fact} where ${value} is asked`)
    // Only whole words, dates and yes or no come here: their order is that of their code units.
    if (fact === value) return 0
    return fact < value ? -1 : 1
}

/** A number or an amount as exact decimal. Throws on anything else. */
export function decimalOf(fact: Exclude<Fact, null>): Decimal {
    if (typeof fact === 'object') return fact
    if (typeof fact === 'string' || typeof fact === 'boolean') {
        throw new TypeError(`${fact} where a number is asked`)
    }
    return { units: BigInt(fact), scale: 0 }
}
