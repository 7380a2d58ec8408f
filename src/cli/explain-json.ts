import { type Decimal, formatDecimal } from '#domain/decimal.ts'
import { formatMonth } from '#domain/month.ts'
import { catalogue } from '#features/catalogue.ts'
import type { Condition, Literal } from '#features/condition.ts'
import type { Fact } from '#features/evaluate-condition.ts'
import type { ExplainedParty } from '#serving/explain-party.ts'
import type { UnmetTest, Way } from '#tiers/cheapest-way.ts'
import type { Explanation } from '#tiers/explain-assignment.ts'
import type { ExplainedTest } from '#tiers/explain-tier-tests.ts'

/**
 * All of an explanation as JSON: exact numbers and ids are text, months `2026-01`. Of sensitive
 * traits that the viewer is not shown it gives the names.
 */
export function explainJson(
    explained: ExplainedParty,
    { sentences }: { readonly sentences: readonly string[] },
): object {
    const { party, assignment, policy, policyKey, runId, facts, explanation } = explained
    const features = Object.entries(facts ?? {}).filter(([name]) => catalogue.has(name))
    const { ladder, version } = policy
    return {
        party,
        assignment: { ...assignment, month: formatMonth(assignment.month) },
        sentences,
        ...explanationJson(explanation),
        facts:
            facts === null
                ? null
                : Object.fromEntries(features.map(([name, fact]) => [name, factJson(fact)])),
        withheldTraits: explained.withheldTraits,
        policy: { ladder, version, policyKey },
        policyKey,
        runId,
        reason: explained.reason,
        isReplaced: explained.isReplaced,
        isLast: explained.isLast,
    }
}

function explanationJson(explanation: Explanation): object {
    const { parts, own, household, unknown, tests, given, changes, ahead } = explanation
    const { override } = given
    return {
        parts,
        own,
        household: household === null ? null : { ...household, sum: decimalJson(household.sum) },
        unknown,
        tests: tests.map((test) => ({
            ...test,
            requires: test.requires.map(testJson),
            routes: test.routes.map(testJson),
        })),
        given: {
            ...given,
            override:
                override === null
                    ? null
                    : {
                          ...override,
                          fromMonth: formatMonth(override.fromMonth),
                          untilMonth: formatMonth(override.untilMonth),
                      },
        },
        changes,
        ahead: ahead.map(({ about, tier, ways }) => ({
            about,
            tier: tier.id,
            ways: ways.map(wayJson),
        })),
    }
}

function wayJson({ gap, amounts, unmet, ...way }: Way): object {
    return {
        ...way,
        gap: decimalJson(gap),
        amounts: amounts.map(({ feature, weight, amount }) => ({
            feature,
            weight: formatDecimal(weight),
            amount: formatDecimal(amount),
        })),
        unmet: unmet.map(unmetJson),
    }
}

function unmetJson({ condition, lack, isUnknown }: UnmetTest): object {
    return { condition: conditionJson(condition), lack: decimalJson(lack), isUnknown }
}

function testJson({ condition, holds }: ExplainedTest): object {
    return { condition: conditionJson(condition), holds }
}

/** A condition in the shape that it has in a policy. */
function conditionJson(condition: Condition): object {
    if (condition.kind === 'not') return { not: conditionJson(condition.part) }
    if (condition.kind !== 'test') return { [condition.kind]: condition.parts.map(conditionJson) }
    const { feature, operator: op, values } = condition
    const [first] = values
    if (first === undefined) return { feature, op }
    const isList = op === 'in' || op === 'not_in' || op === 'between'
    return { feature, op, value: isList ? values.map(literalJson) : literalJson(first) }
}

function literalJson(value: Literal): string | boolean {
    return typeof value === 'object' ? formatDecimal(value) : value
}

function decimalJson(value: Decimal | null): string | null {
    return value === null ? null : formatDecimal(value)
}

/** A feature's value as JSON: exact numbers and large ones as text. */
export function factJson(fact: Fact): string | number | boolean | null {
    if (typeof fact === 'bigint') return String(fact)
    if (fact !== null && typeof fact === 'object') return formatDecimal(fact)
    return fact
}
