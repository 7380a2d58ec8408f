import { addDecimal } from '#domain/decimal.ts'
import { evaluateCondition, type Facts } from '#features/evaluate-condition.ts'
import type { Household } from './assignment.ts'
import { measureOf } from './judge-facts.ts'
import type { Policy } from './policy.ts'

/** Adds up a household from the month's facts of its consenting adults. */
export function sumHousehold(policy: Policy, adults: readonly Facts[]): Household {
    const members = adults.filter((facts) => isInPopulation(policy, facts))
    const known = members
        .map((facts) => measureOf(policy.measure, facts))
        .filter((measure) => measure !== null)
    const [first, ...others] = known
    return {
        sum: first === undefined ? null : others.reduce(addDecimal, first),
        members: members.length,
        unknown: members.length - known.length,
    }
}

function isInPopulation({ population }: Policy, facts: Facts): boolean {
    return population === null || evaluateCondition(population, facts) === true
}
