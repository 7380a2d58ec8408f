import { type Asked, canBeNull, canHold } from '#features/can-hold.ts'
import { type Condition, featuresOf } from '#features/condition.ts'
import type { Catalogue } from '#features/feature.ts'
import type { Policy, Tier } from './policy.ts'
import type { PolicyWarning } from './policy-warning.ts'

/** A policy, and the features that its conditions are about. */
export type Looked = { readonly policy: Policy; readonly catalogue: Catalogue }

/** One condition of a policy: what it is of, by what name, and where the file has it. */
type Placed = {
    readonly where: 'requires' | 'route' | 'floor' | 'cap' | 'drop_at_once'
    /** The tier or the rule that it belongs to. */
    readonly name: string
    /** Of a route, from 1; else 0. */
    readonly number: number
    readonly condition: Condition
    readonly path: PolicyWarning['path']
    /** Whether it also takes effect where it is unknown. */
    readonly holdsUnknown: boolean
}

/**
 * Warns of conditions that never or always hold among the population, of tiers that nobody can
 * reach for that reason, and of features that some parties do not have.
 */
export function conditionWarnings(looked: Looked): readonly PolicyWarning[] {
    const { policy, catalogue } = looked
    const { population } = policy
    const path = ['population']
    if (population !== null && canHold([isTrue(population)], catalogue) === false) {
        const params = { where: 'population', name: '', number: 0 }
        return [{ key: 'tiers.warning.holds_never', params, path }]
    }
    const tiers = policy.tiers.flatMap((tier, level) => {
        if (level === 0) return []
        const placed = conditionsOfTier(tier, level)
        const beyond = { key: 'tiers.warning.unreachable', params: { tier: tier.id } }
        if (!isReachable(tier, looked)) return [{ ...beyond, path: ['tiers', level] }]
        return [
            ...placed.flatMap((one) => extremes(one, looked)),
            ...placed.flatMap((one) => unknowns(one, looked)),
        ]
    })
    const rules = rulesOf(policy)
    return [
        ...unknownPopulation(looked),
        ...tiers,
        ...rules.flatMap((one) => extremes(one, looked)),
        ...rules.filter(({ where }) => where === 'cap').flatMap((one) => unknowns(one, looked)),
        ...unknownMeasure(looked),
        ...idlePool(looked),
    ]
}

/**
 * Warns where a higher tier asks less than the one below it: requirements belong to their tier
 * alone, so whoever fails those of the lower one is still given the higher one. And of routes
 * that lead no further than one to a higher tier.
 */
export function orderWarnings(looked: Looked): readonly PolicyWarning[] {
    const { tiers } = looked.policy
    return tiers.flatMap((tier, level) => {
        const below = tiers[level - 1]
        if (below === undefined) return []
        const asked = demandOf(below)
        const asksLess =
            asked !== null &&
            canHoldHere(
                [...trueOf(demandOf(tier)), { condition: asked, comesTo: 'not_true' }],
                looked,
            ) === true
        const params = { tier: tier.id, below: below.id }
        const path = ['tiers', level]
        const less = asksLess ? [{ key: 'tiers.warning.higher_asks_less', params, path }] : []
        return [...less, ...overtakenRoutes({ tier, level }, looked)]
    })
}

function overtakenRoutes(
    { tier, level }: { readonly tier: Tier; readonly level: number },
    looked: Looked,
): readonly PolicyWarning[] {
    // A higher tier that asks for enrolment leaves the others theirs.
    const higher = looked.policy.tiers
        .slice(level + 1)
        .filter(({ enrolment }) => enrolment === null)
    return tier.routes.flatMap((route, index) => {
        const by = higher.find(({ routes }) =>
            routes.some((other) => implies(route, other, looked)),
        )
        if (by === undefined) return []
        const params = { tier: tier.id, number: index + 1, by: by.id }
        const path = ['tiers', level, 'also_by', index]
        return [{ key: 'tiers.warning.route_overtaken', params, path }]
    })
}

function implies(route: Condition, other: Condition, looked: Looked): boolean {
    return canHoldHere([isTrue(route), { condition: other, comesTo: 'not_true' }], looked) === false
}

/** Whether the own test of a tier, its enrolment, and the population go together at all. */
function isReachable(tier: Tier, looked: Looked): boolean {
    const signed = trueOf(enrolmentOf(tier))
    const ways = [tier.requires, ...tier.routes].map((way) => [...trueOf(way), ...signed])
    return ways.some((way) => canHoldHere(way, looked) !== false)
}

/** What never holds does nothing; what always holds makes no difference between parties. */
function extremes(one: Placed, looked: Looked): readonly PolicyWarning[] {
    const { where, name, number, condition, path } = one
    const params = { where, name, number }
    const effective = one.holdsUnknown ? 'not_false' : 'true'
    const idle = one.holdsUnknown ? 'false' : 'not_true'
    if (canHoldHere([{ condition, comesTo: effective }], looked) === false) {
        return [{ key: 'tiers.warning.holds_never', params, path }]
    }
    if (canHoldHere([{ condition, comesTo: idle }], looked) === false) {
        return [{ key: 'tiers.warning.holds_always', params, path }]
    }
    return []
}

/** Where a condition can be unknown though all data is there, and what that does. */
function unknowns(one: Placed, looked: Looked): readonly PolicyWarning[] {
    const { where, name, number, condition, path } = one
    const open: Asked[] = [
        { condition, comesTo: 'not_true' },
        { condition, comesTo: 'not_false' },
    ]
    if (canHoldHere(open, looked) !== true) return []
    const kind = where === 'cap' && one.holdsUnknown ? 'hard_cap' : where
    const feature = nullableOf(condition, looked)
    const params = { where: kind, name, number, feature }
    return [{ key: 'tiers.warning.null_matters', params, path }]
}

function unknownPopulation({ policy, catalogue }: Looked): readonly PolicyWarning[] {
    const { population: condition } = policy
    if (condition === null) return []
    const open: Asked[] = [
        { condition, comesTo: 'not_true' },
        { condition, comesTo: 'not_false' },
    ]
    if (canHold(open, catalogue) !== true) return []
    const feature = nullableOf(condition, { policy, catalogue })
    const params = { where: 'population', name: '', number: 0, feature }
    return [{ key: 'tiers.warning.null_matters', params, path: ['population'] }]
}

/** A part that is null without such a holding makes the measure unknown, not smaller. */
function unknownMeasure({ policy, catalogue }: Looked): readonly PolicyWarning[] {
    if (policy.measure.nullParts === 'zero') return []
    return policy.measure.parts.flatMap(({ feature }, index) => {
        if (!canBeNull(catalogue.get(feature))) return []
        const params = { where: 'measure', name: '', number: 0, feature }
        return [
            {
                key: 'tiers.warning.null_matters',
                params,
                path: ['measure', 'sum', index, 'feature'],
            },
        ]
    })
}

/** Households are of persons: where the population has none, nobody is measured together. */
function idlePool(looked: Looked): readonly PolicyWarning[] {
    const isPerson: Condition = {
        kind: 'test',
        feature: 'party_kind',
        type: 'text',
        operator: '=',
        values: ['person'],
    }
    if (looked.policy.pool === null) return []
    if (canHoldHere([isTrue(isPerson)], looked) !== false) return []
    return [{ key: 'tiers.warning.pool_of_nobody', params: {}, path: ['pool'] }]
}

function nullableOf(condition: Condition, { catalogue }: Looked): string {
    return featuresOf(condition)
        .filter((id) => canBeNull(catalogue.get(id)))
        .join(', ')
}

function conditionsOfTier(tier: Tier, level: number): readonly Placed[] {
    const holdsUnknown = false
    const common = { name: tier.id, holdsUnknown }
    const routes = tier.routes.map((condition, index) => {
        const path = ['tiers', level, 'also_by', index]
        return { ...common, where: 'route' as const, number: index + 1, condition, path }
    })
    if (tier.requires === null) return routes
    const path = ['tiers', level, 'requires']
    return [{ ...common, where: 'requires', number: 0, condition: tier.requires, path }, ...routes]
}

function rulesOf({ floors, caps, dropAtOnce }: Policy): readonly Placed[] {
    const drop: readonly Placed[] =
        dropAtOnce === null
            ? []
            : [
                  {
                      where: 'drop_at_once',
                      name: '',
                      number: 0,
                      condition: dropAtOnce,
                      path: ['drop_at_once'],
                      holdsUnknown: false,
                  },
              ]
    return [
        ...drop,
        ...floors.map(({ id, when }, index) => ({
            where: 'floor' as const,
            name: id,
            number: 0,
            condition: when,
            path: ['floors', index, 'when'],
            holdsUnknown: false,
        })),
        ...caps.map(({ id, when, isHard }, index) => ({
            where: 'cap' as const,
            name: id,
            number: 0,
            condition: when,
            path: ['caps', index, 'when'],
            holdsUnknown: isHard,
        })),
    ]
}

/** All that a tier asks beside the measure; null: nothing. */
function demandOf(tier: Tier): Condition | null {
    const parts = [tier.requires, enrolmentOf(tier)].filter((one) => one !== null)
    return parts.length === 0 ? null : { kind: 'all', parts }
}

function enrolmentOf({ enrolment }: Tier): Condition | null {
    if (enrolment === null) return null
    return { kind: 'test', feature: enrolment, type: 'boolean', operator: '=', values: [true] }
}

function isTrue(condition: Condition): Asked {
    return { condition, comesTo: 'true' }
}

function trueOf(condition: Condition | null): readonly Asked[] {
    return condition === null ? [] : [isTrue(condition)]
}

/** Whether it can hold for someone of the population. */
function canHoldHere(asked: readonly Asked[], { policy, catalogue }: Looked): boolean | null {
    return canHold([...trueOf(policy.population), ...asked], catalogue)
}
