import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import type { Condition, Truth } from '#features/condition.ts'
import { evaluateCondition, type Facts } from '#features/evaluate-condition.ts'
import { gapBetween } from './cheapest-way.ts'
import { testTier } from './judge-facts.ts'
import type { Policy, Tier } from './policy.ts'

/** One condition of a tier and whether it holds; null where that is unknown. */
export type ExplainedTest = { readonly condition: Condition; readonly holds: Truth }

/** How a party stands to one tier, test by test. */
export type ExplainedTier = {
    readonly tier: string
    /** The threshold; null for the base tier. */
    readonly atLeast: string | null
    /** What the measure lacks to it, exact; `0.000000` where it is reached, null where unknown. */
    readonly gap: string | null
    /** What the measure needs beside it, part by part. */
    readonly requires: readonly ExplainedTest[]
    /** The routes, in the order of their numbers. */
    readonly routes: readonly ExplainedTest[]
    /** Null where the tier takes no agreement. */
    readonly enrolment: { readonly feature: string; readonly isSigned: boolean } | null
    /** Whether its own test holds, by the measure or a route, the agreement left aside. */
    readonly holds: Truth
}

/** What an explanation of the tests starts from. */
export type TestedParty = {
    readonly policy: Policy
    readonly facts: Facts
    /** The measure that counts. */
    readonly measure: Decimal | null
    /** What it certainly reaches where it is unknown; else the measure itself. */
    readonly atLeast: Decimal | null
}

/** Every tier's own test, lowest tier first. */
export function explainTierTests(party: TestedParty): readonly ExplainedTier[] {
    return party.policy.tiers.map((tier) => explainTier(tier, party))
}

function explainTier(tier: Tier, { facts, measure, atLeast: reach }: TestedParty): ExplainedTier {
    const { own, isEnrolled } = testTier({ tier, facts, measure, atLeast: reach })
    const { atLeast, requires, routes, enrolment } = tier
    const gap = atLeast === null || measure === null ? null : gapBetween({ measure, atLeast })
    const tested = (condition: Condition): ExplainedTest => ({
        condition,
        holds: evaluateCondition(condition, facts),
    })
    return {
        tier: tier.id,
        atLeast: atLeast === null ? null : formatDecimal(atLeast),
        gap: gap === null ? null : formatDecimal(gap),
        requires: requires === null ? [] : partsOf(requires).map(tested),
        routes: routes.map(tested),
        enrolment: enrolment === null ? null : { feature: enrolment, isSigned: isEnrolled },
        holds: own,
    }
}

/** The parts of an `all` are shown each for itself; anything else is one test. */
function partsOf(condition: Condition): readonly Condition[] {
    return condition.kind === 'all' ? condition.parts : [condition]
}
