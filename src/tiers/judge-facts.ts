import {
    addDecimal,
    atScale,
    compareDecimal,
    type Decimal,
    multiplyDecimal,
} from '#domain/decimal.ts'
import type { Truth } from '#features/condition.ts'
import {
    allOf,
    anyOf,
    decimalOf,
    evaluateCondition,
    type Facts,
    factOf,
} from '#features/evaluate-condition.ts'
import type { Household } from './assignment.ts'
import type { Measure, Policy, Tier } from './policy.ts'

/** What a month's facts alone say about a party, before any state: the columns of CTE `facts`. */
export type Judgement = {
    readonly inPopulation: Truth
    /** What counts: the party's own or, where that is higher, its household's. */
    readonly measure: Decimal | null
    /** The level when every unknown test is taken as false, and as true. */
    readonly rawLow: number
    readonly rawHigh: number
    /** The true route that gave that level where the measure did not; null otherwise. */
    readonly routeLow: number | null
    readonly routeHigh: number | null
    /** The highest level whose own test holds and that only lacks enrolment. */
    readonly qualifiedLevel: number | null
    readonly isDroppedAtOnce: boolean
}

/** Measures, decimal(24,6): cents times a weight of four digits are exact. */
export const measureScale = 6

/**
 * Judges one party's facts by a policy: rule 1 of a month close. Members of a household are
 * measured together where the policy has a pool; null: the party is no member of one.
 */
export function judgeFacts(
    policy: Policy,
    facts: Facts,
    household: Household | null = null,
): Judgement {
    const inPopulation =
        policy.population === null ? true : evaluateCondition(policy.population, facts)
    const isPooled = policy.pool !== null && inPopulation === true
    const reach = reachOf(measureOf(policy.measure, facts), isPooled ? household : null)
    const tests = policy.tiers.map((tier) => testTier({ tier, facts, ...reach }))
    const highest = (holds: (test: TierTest) => boolean): number | null => {
        const level = tests.findLastIndex(holds)
        return level === -1 ? null : level
    }
    const rawLow = highest(({ own, isEnrolled }) => isEnrolled && own === true) ?? 0
    const rawHigh = highest(({ own, isEnrolled }) => isEnrolled && own !== false) ?? 0
    return {
        inPopulation,
        measure: reach.measure,
        rawLow,
        rawHigh,
        routeLow: tests[rawLow]?.route ?? null,
        routeHigh: tests[rawHigh]?.route ?? null,
        qualifiedLevel: highest(({ own, isEnrolled }) => !isEnrolled && own === true),
        isDroppedAtOnce:
            policy.dropAtOnce !== null && evaluateCondition(policy.dropAtOnce, facts) === true,
    }
}

/** How far a measure reaches: it is `measure`, or unknown but certainly not below `atLeast`. */
export type Reach = { readonly measure: Decimal | null; readonly atLeast: Decimal | null }

/** The higher of a party's own measure and its household's; no household: its own. */
export function reachOf(own: Decimal | null, household: Household | null): Reach {
    const sum = household?.sum ?? null
    if (own === null) return { measure: null, atLeast: sum }
    const isHigher = sum !== null && compareDecimal(sum, own) > 0
    const measure = isHigher ? sum : own
    return { measure, atLeast: measure }
}

/** The weighted sum at scale 6; null where it is missing. */
export function measureOf({ parts, nullParts }: Measure, facts: Facts): Decimal | null {
    let sum: Decimal | null = null
    for (const { feature, weight } of parts) {
        const fact = factOf(facts, feature)
        if (fact === null && nullParts === 'missing') return null
        if (fact === null) continue
        const part = atScale(multiplyDecimal(decimalOf(fact), weight), measureScale)
        sum = sum === null ? part : addDecimal(sum, part)
    }
    return sum
}

/** How a party stands to one tier. */
export type TierTest = {
    /** By the measure and what it requires beside it. */
    readonly byMeasure: Truth
    /** By that or by any route. */
    readonly own: Truth
    /** The first true route where the measure alone does not give the tier. */
    readonly route: number | null
    /** Whether the tier counts for the party: null in the agreement means no. */
    readonly isEnrolled: boolean
}

/**
 * Tests one party for one tier, whatever it holds of the others. Where the measure is unknown,
 * what it certainly reaches may be given as `atLeast`.
 */
export function testTier({
    tier,
    facts,
    measure,
    atLeast = measure,
}: Pick<Reach, 'measure'> & {
    readonly tier: Tier
    readonly facts: Facts
    readonly atLeast?: Decimal | null
}): TierTest {
    const isEnrolled = tier.enrolment === null || factOf(facts, tier.enrolment) === true
    if (tier.atLeast === null) return { byMeasure: true, own: true, route: null, isEnrolled }
    const isReached = atLeast !== null && compareDecimal(atLeast, tier.atLeast) >= 0
    const reached = isReached || (measure === null ? null : false)
    const required = tier.requires === null ? true : evaluateCondition(tier.requires, facts)
    const byMeasure = allOf([reached, required])
    const routes = tier.routes.map((route) => evaluateCondition(route, facts))
    const route = byMeasure === true ? -1 : routes.indexOf(true)
    const own = anyOf([byMeasure, ...routes])
    return { byMeasure, own, route: route === -1 ? null : route + 1, isEnrolled }
}
