import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Asked, canHold, type TruthAsked } from './can-hold.ts'
import { catalogue } from './catalogue.ts'
import type { Condition, FeatureTest, Truth } from './condition.ts'
import { evaluateCondition, type Fact, type Facts } from './evaluate-condition.ts'

/** Values at, between and beyond those compared with, in halves: all that ranges can tell apart. */
const money: readonly Fact[] = [-1n, 0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n].map((units) => ({
    units: units * 5n,
    scale: 1,
}))

/** All that each feature can be; `aum_avg_3m` is null for whoever has no history. */
const values: Readonly<Record<string, readonly Fact[]>> = {
    aum_avg_3m: [...money, null],
    deposit_avg_month: money,
    importance: ['red', 'ordinary', 'black'],
    private_banking_agreement: [true, false, null],
}

const everyFacts: readonly Facts[] = Object.entries(values).reduce<readonly Facts[]>(
    (all, [feature, ones]) =>
        all.flatMap((facts) => ones.map((value) => ({ ...facts, [feature]: value }))),
    [{}],
)

const amount = fc.constantFrom(0n, 1n, 2n, 3n).map((units) => ({ units, scale: 0 }))
const compared = fc
    .record({
        feature: fc.constantFrom('aum_avg_3m', 'deposit_avg_month'),
        operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>=', 'in', 'not_in'),
        value: amount,
    })
    .map(({ feature, operator, value }) => testOf(feature, operator, [value]))
const between = fc
    .tuple(fc.constantFrom('aum_avg_3m', 'deposit_avg_month'), amount, amount)
    .map(([feature, low, high]) => testOf(feature, 'between', [low, high]))
const word = fc
    .tuple(
        fc.constantFrom('=' as const, '!=' as const, 'in' as const, 'not_in' as const),
        fc.subarray(['red', 'ordinary', 'black'], { minLength: 1 }),
    )
    .map(([operator, words]) =>
        testOf(
            'importance',
            operator,
            operator === '=' || operator === '!=' ? words.slice(0, 1) : words,
        ),
    )
const flag = fc
    .tuple(fc.constantFrom('=' as const, '!=' as const), fc.boolean())
    .map(([operator, value]) => testOf('private_banking_agreement', operator, [value]))
const nullTest = fc
    .tuple(
        fc.constantFrom(...Object.keys(values)),
        fc.constantFrom('is_null' as const, 'is_not_null' as const),
    )
    .map(([feature, operator]) => testOf(feature, operator, []))

const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.oneof(compared, compared, between, word, flag, nullTest),
        fc.record({
            kind: fc.constantFrom('all' as const, 'any' as const),
            parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        }),
        fc.record({ kind: fc.constant('not' as const), part: tie('tree') }),
    ),
})).tree

const asked: fc.Arbitrary<Asked> = fc.record({
    condition,
    comesTo: fc.constantFrom<TruthAsked>('true', 'false', 'not_true', 'not_false'),
})

describe('canHold', () => {
    it('says what going through all facts says', () => {
        const seen = { yes: 0, no: 0 }
        fc.assert(
            fc.property(fc.array(asked, { minLength: 1, maxLength: 3 }), (all) => {
                const found = everyFacts.some((facts) =>
                    all.every((one) => comes(one.comesTo, evaluateCondition(one.condition, facts))),
                )
                expect(canHold(all, catalogue)).toBe(found)
                if (found) seen.yes++
                else seen.no++
            }),
            { numRuns: 400 },
        )
        expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(20)
    })

    it('says nothing of what is too large to go through', () => {
        const leaf = (digit: bigint): Condition =>
            testOf('deposit_avg_month', 'not_in', [{ units: digit, scale: 0 }])
        const either: Condition = { kind: 'any', parts: [leaf(1n), leaf(2n), leaf(3n)] }
        const large: Condition = { kind: 'all', parts: Array<Condition>(9).fill(either) }
        expect(canHold([{ condition: large, comesTo: 'true' }], catalogue)).toBe(null)
    })
})

function testOf(
    feature: string,
    operator: FeatureTest['operator'],
    literals: FeatureTest['values'],
): FeatureTest {
    const type = catalogue.get(feature)?.type
    if (type === undefined) throw new Error(`no feature ${feature}`)
    return { kind: 'test', feature, type, operator, values: literals }
}

function comes(to: TruthAsked, truth: Truth): boolean {
    switch (to) {
        case 'true':
            return truth === true
        case 'false':
            return truth === false
        case 'not_true':
            return truth !== true
        case 'not_false':
            return truth !== false
    }
}
