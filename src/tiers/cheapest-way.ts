import { addDecimal, atScale, compareDecimal, type Decimal } from '#domain/decimal.ts'
import type { Condition, FeatureTest } from '#features/condition.ts'
import { decimalOf, evaluateCondition, type Facts, factOf } from '#features/evaluate-condition.ts'
import { measureScale } from './judge-facts.ts'
import type { Measure, Policy, Tier } from './policy.ts'

/** One feature in which an amount, to the cent, closes a gap of the measure on its own. */
export type WayAmount = {
    readonly feature: string
    readonly weight: Decimal
    readonly amount: Decimal
}

/** A test that is not true yet. */
export type UnmetTest = {
    readonly condition: Condition
    /** How much more of a number or an amount would do; null where more of it would not. */
    readonly lack: Decimal | null
    readonly isUnknown: boolean
}

/** One way to a tier, and all that is missing on it. */
export type Way = {
    /** The route of `also_by`, from 1; null: by the measure and what it requires. */
    readonly route: number | null
    /** What the measure lacks, scale 6; null on a route and where the measure is unknown. */
    readonly gap: Decimal | null
    /** The gap in money: any one of these closes it, the smallest first. */
    readonly amounts: readonly WayAmount[]
    readonly unmet: readonly UnmetTest[]
    /** The agreement that is not signed; null where none is missing. */
    readonly enrolment: string | null
}

/** Which tier to reach, from which facts. */
export type WayQuestion = {
    readonly policy: Policy
    readonly tier: Tier
    readonly facts: Facts
    /** The measure that counts: in a pool the household's where it is the higher one. */
    readonly measure: Decimal | null
}

/**
 * All ways to a tier, the cheapest first: the one with the fewest things that money does not
 * settle, among those the one that takes the least money, by the measure before by a route.
 */
export function waysTo({ policy, tier, facts, measure }: WayQuestion): readonly Way[] {
    const { enrolment: agreement, atLeast, requires } = tier
    const isMissing = agreement !== null && factOf(facts, agreement) !== true
    const enrolment = isMissing ? agreement : null
    const gap = atLeast === null || measure === null ? null : gapBetween({ measure, atLeast })
    const byMeasure: Way = {
        route: null,
        gap,
        amounts: gap === null || gap.units === 0n ? [] : amountsFor(policy.measure, gap),
        unmet: requires === null ? [] : unmetTests(requires, facts),
        enrolment,
    }
    const byRoutes = tier.routes.map((route, index) => ({
        route: index + 1,
        gap: null,
        amounts: [],
        unmet: unmetTests(route, facts),
        enrolment,
    }))
    return [byMeasure, ...byRoutes].sort((one, other) => compareWays(one, other))
}

/** What a measure lacks to a threshold, never below 0, at scale 6. */
export function gapBetween(amounts: {
    readonly measure: Decimal
    readonly atLeast: Decimal
}): Decimal {
    const have = atScale(amounts.measure, measureScale).units
    const wanted = atScale(amounts.atLeast, measureScale).units
    return { units: wanted > have ? wanted - have : 0n, scale: measureScale }
}

/** The tests of a condition that keep it from being true; of `any` those of its cheapest part. */
export function unmetTests(condition: Condition, facts: Facts): readonly UnmetTest[] {
    const truth = evaluateCondition(condition, facts)
    if (truth === true) return []
    if (condition.kind === 'all') return condition.parts.flatMap((part) => unmetTests(part, facts))
    if (condition.kind === 'any') {
        const parts = condition.parts.map((part) => unmetTests(part, facts))
        const [cheapest = []] = parts.sort((one, other) => compareCosts(costOf(one), costOf(other)))
        return cheapest
    }
    const lack = condition.kind === 'test' ? lackOf(condition, facts) : null
    return [{ condition, lack, isUnknown: truth === null }]
}

function lackOf({ feature, type, operator, values }: FeatureTest, facts: Facts): Decimal | null {
    const fact = factOf(facts, feature)
    const [low] = values
    const asksMore = operator === '>=' || operator === 'between'
    const isNumber = type === 'money' || type === 'number'
    if (fact === null || !asksMore || !isNumber || typeof low !== 'object') return null
    const have = decimalOf(fact)
    if (compareDecimal(have, low) >= 0) return null
    return addDecimal(low, { units: -have.units, scale: have.scale })
}

/** Each part's own amount for a gap: gap ÷ weight, rounded up to the cent so that it suffices. */
function amountsFor({ parts }: Measure, gap: Decimal): readonly WayAmount[] {
    const amounts = parts.map(({ feature, weight }) => {
        const divisor = weight.units * 10n ** BigInt(measureScale - 2)
        const dividend = gap.units * 10n ** BigInt(weight.scale)
        const cents = (dividend + divisor - 1n) / divisor
        return { feature, weight, amount: { units: cents, scale: 2 } }
    })
    return amounts.sort((one, other) => compareDecimal(one.amount, other.amount))
}

/** What money does not settle, and what it takes in money beside. */
type Cost = { readonly hurdles: number; readonly money: Decimal }

const nothing: Decimal = { units: 0n, scale: 2 }

function costOf(unmet: readonly UnmetTest[]): Cost {
    let hurdles = 0
    let money = nothing
    for (const { condition, lack } of unmet) {
        const isMoney = condition.kind === 'test' && condition.type === 'money'
        if (lack === null || !isMoney) hurdles += 1
        else money = addDecimal(money, lack)
    }
    return { hurdles, money }
}

function compareWays(one: Way, other: Way): number {
    return compareCosts(wayCost(one), wayCost(other))
}

function wayCost({ route, gap, amounts, unmet }: Way): Cost {
    const { hurdles, money } = costOf(unmet)
    const isUnknown = route === null && gap === null
    const [least] = amounts
    return {
        hurdles: hurdles + (isUnknown ? 1 : 0),
        money: addDecimal(money, least?.amount ?? nothing),
    }
}

function compareCosts(one: Cost, other: Cost): number {
    return one.hurdles - other.hurdles || compareDecimal(one.money, other.money)
}
