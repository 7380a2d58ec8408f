import fc from 'fast-check'
import { type Decimal, parseDecimal } from '#domain/decimal.ts'
import {
    type Condition,
    type FeatureTest,
    type Literal,
    type Operator,
    operators,
} from '#features/condition.ts'
import type { Facts } from '#features/evaluate-condition.ts'
import type { FeatureType } from '#features/feature.ts'
import type { Names } from '#features/parse-names.ts'
import type { Cap, Floor, Policy, Tier } from '#tiers/policy.ts'

/** Reads a decimal that is written in a test. */
export function decimal(text: string): Decimal {
    const value = parseDecimal(text)
    if (value === null) throw new Error(`${text} is no decimal`)
    return value
}

/** What the tiers above the base ask of the measure; the id of each is its place from 1. */
const thresholds = ['50000', '500000.00', '2000000', '6000000.5'].map(decimal)

/** The ids that a tier of any version may have. */
export const tierIds = ['t0', 't1', 't2', 't3', 't4']

/** The ids that a cap may have. */
export const capIds = ['cap_1', 'cap_2', 'cap_3']

/** Amounts on, just beside and between the thresholds: where comparisons may go wrong. */
export const amounts = [
    ...['0.00', '0.01', '41666.67', '45000.00', '49999.99', '50000.00', '54999.99', '55000.00'],
    ...['400000.00', '416666.66', '499999.99', '500000.00', '549999.99', '1666666.67'],
    ...[
        '1999999.99',
        '2000000.00',
        '2199999.99',
        '4800000.40',
        '6000000.50',
        '9999999999999999.99',
    ],
].map(decimal)

/** The columns of the party months in this test, with the values that each may have. */
export const columns = {
    party_kind: {
        type: 'text',
        sql: 'varchar',
        values: ['person', 'person', 'company', "o'{{x}}"],
    },
    deposit_avg_month: { type: 'money', sql: 'decimal(18,2)', values: amounts },
    fund_avg_month: { type: 'money', sql: 'decimal(18,2)', values: amounts.slice(0, 6) },
    mortgage_balance: { type: 'money', sql: 'decimal(18,2)', values: amounts },
    accounts_open: { type: 'number', sql: 'integer', values: [0, 1, 2, 3] },
    sticky_score: { type: 'number', sql: 'integer', values: [0, 39, 40, 100] },
    importance: { type: 'text', sql: 'varchar', values: ['ordinary', 'red', 'black'] },
    is_signed: { type: 'boolean', sql: 'boolean', values: [true, false] },
    first_opened: {
        type: 'date',
        sql: 'date',
        values: ['1999-12-31', '2000-01-01', '2024-02-29'],
    },
} as const satisfies Record<string, ColumnOfTest>

type ColumnOfTest = {
    readonly type: FeatureType
    readonly sql: string
    readonly values: readonly (Decimal | number | string | boolean)[]
}

type ColumnName = keyof typeof columns

const columnNames = Object.keys(columns) as ColumnName[]

/** Facts of one party and month: about one value in seven unknown. */
export const facts: fc.Arbitrary<Facts> = fc.record(
    Object.fromEntries(
        columnNames.map((name) => [
            name,
            fc.option(fc.constantFrom<Facts[string][]>(...columns[name].values), { freq: 6 }),
        ]),
    ),
)

const nullTests: readonly Operator[] = ['is_null', 'is_not_null']
const equality: readonly Operator[] = ['=', '!=', ...nullTests]

function operatorsOf(type: FeatureType): readonly Operator[] {
    if (type === 'boolean') return equality
    return type === 'text' ? [...equality, 'in', 'not_in'] : operators
}

const test: fc.Arbitrary<FeatureTest> = fc.constantFrom(...columnNames).chain((feature) => {
    const { type, values } = columns[feature] as ColumnOfTest
    const literal: fc.Arbitrary<Literal> = fc
        .constantFrom(...values)
        .map((value) => (typeof value === 'number' ? decimal(String(value)) : value))
    return fc.constantFrom(...operatorsOf(type)).chain((operator) => {
        const count =
            operator === 'in' || operator === 'not_in' ? 3 : operator === 'between' ? 2 : 1
        const length = nullTests.includes(operator) ? 0 : count
        return fc
            .array(literal, { minLength: length, maxLength: length })
            .map((chosen) => ({ kind: 'test' as const, feature, type, operator, values: chosen }))
    })
})

/** Conditions of up to three layers over all types of features. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        { arbitrary: test, weight: 4 },
        {
            arbitrary: fc.record({
                kind: fc.constantFrom('all' as const, 'any' as const),
                parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
            }),
            weight: 2,
        },
        {
            arbitrary: fc.record({ kind: fc.constant('not' as const), part: tie('tree') }),
            weight: 1,
        },
    ),
})).tree

const named: Names = { 'zh-CN': '级', 'zh-TW': '級', en: 'Tier' }
const review = fc.constantFrom('monthly' as const, 'quarterly' as const)
/** Absent in one of `freq` cases; fast-check's 1 would mean always. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | null> =>
    fc.option(arbitrary, { freq })

const tierAbove = fc.record({
    requires: sometimes(condition),
    routes: fc.array(condition, { maxLength: 2 }),
    wait: fc.integer({ min: 1, max: 4 }),
    enrolment: sometimes(fc.constant('is_signed')),
})

const tiers: fc.Arbitrary<readonly Tier[]> = fc
    .tuple(
        fc.subarray([...thresholds.keys()], { minLength: 1 }),
        fc.array(tierAbove, { minLength: thresholds.length, maxLength: thresholds.length }),
        fc.integer({ min: 1, max: 4 }),
    )
    .map(([places, rest, wait]) => [
        { id: 't0', name: named, atLeast: null, requires: null, routes: [], wait, enrolment: null },
        ...places.map((place) => ({
            id: `t${place + 1}`,
            name: named,
            atLeast: thresholds[place] ?? null,
            ...(rest[place] ?? { requires: null, routes: [], wait, enrolment: null }),
        })),
    ])

/** A floor or a cap whose tier is told by a number, to be taken from the tiers of the policy. */
const rule = fc.record({ when: condition, place: fc.nat({ max: 11 }), isHard: fc.boolean() })
const rules = fc.array(rule, { maxLength: capIds.length })

type Rule = typeof rule extends fc.Arbitrary<infer T> ? T : never

/** Above the base tier, as the checker asks. */
function floorOf(tierIds: readonly string[]): (rule: Rule, index: number) => Floor {
    return ({ when, place }, index) => {
        const atLeast = tierIds[1 + (place % (tierIds.length - 1))] ?? ''
        return { id: `floor_${index + 1}`, when, atLeast, reason: named }
    }
}

/** Below the top tier; one of two confidential. */
function capOf(tierIds: readonly string[]): (rule: Rule, index: number) => Cap {
    return ({ when, place, isHard }, index) => {
        const atMost = tierIds[place % (tierIds.length - 1)] ?? ''
        const isConfidential = place % 2 === 0
        return { id: capIds[index] ?? '', when, atMost, isHard, isConfidential, reason: named }
    }
}

const express = fc.array(
    fc.record({ place: fc.nat({ max: 11 }), days: fc.integer({ min: 2, max: 12 }) }),
    {
        maxLength: 2,
    },
)

const plain = fc.record({
    ladder: fc.constant('wealth'),
    version: fc.constant('2025-01'),
    effectiveFrom: fc.constant(202401),
    name: fc.constant(named),
    currency: fc.constant('CNY'),
    population: sometimes(condition, 2),
    measure: fc.record({
        parts: fc.constantFrom(
            [{ feature: 'deposit_avg_month', weight: decimal('1') }],
            [
                { feature: 'deposit_avg_month', weight: decimal('1.2') },
                { feature: 'fund_avg_month', weight: decimal('0.3333') },
            ],
        ),
        nullParts: fc.constantFrom('missing' as const, 'zero' as const),
    }),
    upgrade: fc.record({
        review,
        after: fc.integer({ min: 1, max: 3 }),
        maxSteps: sometimes(fc.integer({ min: 1, max: 2 })),
    }),
    downgrade: fc.record({
        review,
        to: fc.constantFrom('current' as const, 'best_of_wait' as const),
    }),
    dropAtOnce: sometimes(condition),
    grace: fc.integer({ min: 0, max: 4 }),
    missingKeep: fc.integer({ min: 0, max: 2 }),
    effective: fc.constantFrom('next_month' as const, 'same_month' as const),
    near: sometimes(
        fc.constant({ up: { units: 2000n, scale: 4 }, down: { units: 1000n, scale: 4 } }),
        4,
    ),
    pool: sometimes(fc.constant({ by: 'household' as const })),
    isPublic: fc.constant(false),
    onChange: fc.record({
        replaces: fc.constant({}),
        below: fc.constantFrom('keep' as const, 'reset' as const, 'reset' as const),
        grandfather: fc.nat({ max: 3 }),
    }),
})

/** Policies with every rule of the contract, as the first version of their ladder. */
export const policy: fc.Arbitrary<Policy> = fc
    .record({ plain, tiers, floors: rules, caps: rules, express })
    .map(({ plain: common, tiers: steps, floors, caps, express: lent }) => {
        const ids = steps.map(({ id }) => id)
        const above = ids.slice(1)
        const lentTiers = lent.map(({ place, days }) => ({
            tier: above[place % above.length] ?? '',
            days,
        }))
        return {
            ...common,
            tiers: steps,
            floors: floors.map(floorOf(ids)),
            caps: caps.map(capOf(ids)),
            // None of two rules is for the same tier.
            express: lentTiers.filter(
                ({ tier }, index) => lentTiers.findIndex((one) => one.tier === tier) === index,
            ),
        }
    })

/** A policy as the version after another one: every id that it drops has one in its place. */
export const successor: fc.Arbitrary<(before: Policy) => Policy> = fc
    .record({ policy, places: fc.array(fc.nat({ max: 11 }), { minLength: 5, maxLength: 5 }) })
    .map(({ policy: after, places }) => (before: Policy) => {
        const ids = after.tiers.map(({ id }) => id)
        const dropped = before.tiers.map(({ id }) => id).filter((id) => !ids.includes(id))
        const replaces = Object.fromEntries(
            dropped.map((id, index) => [id, ids[(places[index] ?? 0) % ids.length] ?? '']),
        )
        return { ...after, version: '2025-02', onChange: { ...after.onChange, replaces } }
    })
