import { describe, expect, it } from 'vitest'
import { type Decimal, parseDecimal } from '#domain/decimal.ts'
import { createSay, type Language } from '#domain/say.ts'
import english from '#locales/en/features.json' with { type: 'json' }
import simplified from '#locales/zh-CN/features.json' with { type: 'json' }
import { catalogue } from './catalogue.ts'
import type { Condition, FeatureTest, Truth } from './condition.ts'
import { describeCondition } from './describe-condition.ts'
import { evaluateCondition, type Fact } from './evaluate-condition.ts'
import { writeCondition } from './write-condition.ts'

function decimal(text: string): Decimal {
    const value = parseDecimal(text)
    if (value === null) throw new Error(`${text} is no decimal`)
    return value
}

const mortgage: FeatureTest = {
    kind: 'test',
    feature: 'mortgage_balance',
    type: 'money',
    operator: '>=',
    values: [decimal('2000000')],
}
const person: FeatureTest = {
    kind: 'test',
    feature: 'party_kind',
    type: 'text',
    operator: '=',
    values: ['person'],
}
const unknownAge: FeatureTest = {
    kind: 'test',
    feature: 'tenure_months',
    type: 'number',
    operator: 'is_null',
    values: [],
}

/** A test whose answer is the truth wanted. */
function known(truth: Truth): Condition {
    const operator = truth === null ? '=' : truth ? 'is_null' : 'is_not_null'
    return { ...unknownAge, operator, values: truth === null ? [decimal('1')] : [] }
}

const facts = { tenure_months: null }

describe('evaluateCondition', () => {
    // Kleene's tables; U is unknown.
    const truths: Readonly<Record<string, Truth>> = { T: true, F: false, U: null }
    for (const [row, all, any] of [
        ...[
            ['TT', 'T', 'T'],
            ['TF', 'F', 'T'],
            ['TU', 'U', 'T'],
        ],
        ...[
            ['FF', 'F', 'F'],
            ['FU', 'F', 'U'],
            ['UU', 'U', 'U'],
        ],
    ] as const) {
        it(`${row}: all ${all}, any ${any}`, () => {
            const orders = [[...row], [...row].toReversed()]
            for (const order of orders) {
                const parts = order.map((letter) => known(truths[letter] ?? null))
                expect(evaluateCondition({ kind: 'all', parts }, facts)).toBe(truths[all])
                expect(evaluateCondition({ kind: 'any', parts }, facts)).toBe(truths[any])
            }
        })
    }

    it('negates, and leaves unknown unknown', () => {
        const not = (truth: Truth) => evaluateCondition({ kind: 'not', part: known(truth) }, facts)
        expect([not(true), not(false), not(null)]).toEqual([false, true, null])
    })

    it('compares exactly, whatever the scales', () => {
        const reached = (fact: Fact) => evaluateCondition(mortgage, { mortgage_balance: fact })
        expect(reached(decimal('2000000.00'))).toBe(true)
        expect(reached(decimal('1999999.99'))).toBe(false)
        expect(reached(decimal('9007199254740993.01'))).toBe(true)
        expect(reached(null)).toBe(null)
    })

    it('throws on facts without the feature, or of another type', () => {
        expect(() => evaluateCondition(mortgage, {})).toThrow('no mortgage_balance')
        expect(() => evaluateCondition(mortgage, { mortgage_balance: 'much' })).toThrow(TypeError)
    })
})

describe('writeCondition', () => {
    it('writes SQL with brackets around every part', () => {
        const condition: Condition = {
            kind: 'all',
            parts: [person, { kind: 'not', part: { kind: 'any', parts: [mortgage, unknownAge] } }],
        }
        expect(writeCondition(condition)).toBe(
            "((party_kind = 'person') and " +
                '(not ((mortgage_balance >= 2000000) or (tenure_months is null))))',
        )
    })

    it('lets no text end its quotes or call a word of the template', () => {
        const odd = { ...person, values: ["o'{{ ref('x') }}"] }
        expect(writeCondition(odd)).toBe("(party_kind = ('o''{' || '{ ref(''x'') }' || '}'))")
    })
})

describe('describeCondition', () => {
    const say = (language: Language) =>
        createSay(language, language === 'en' ? english : simplified)
    it('reads as a person would say it', () => {
        const condition: Condition = { kind: 'all', parts: [person, mortgage] }
        expect(describeCondition(condition, say('en'))).toBe(
            'Customer kind = person and Mortgage balance ≥ 2,000,000',
        )
        expect(describeCondition(condition, say('zh-CN'))).toBe(
            '客户类型 = 个人 且 房贷余额 ≥ 2,000,000',
        )
    })
})

describe('catalogue', () => {
    it('has a name and a description of every feature, and no more', () => {
        const described = Object.keys(english)
            .map((key) => /^features\.(\w+)\.description$/.exec(key)?.[1])
            .filter((id) => id !== undefined)
        expect(described.toSorted()).toEqual([...catalogue.keys()].toSorted())
    })

    it('has a text for every value that a text can have', () => {
        for (const { id, values } of catalogue.values()) {
            for (const value of values ?? []) {
                const test: Condition = {
                    kind: 'test',
                    feature: id,
                    type: 'text',
                    operator: '=',
                    values: [value],
                }
                const name = english[`features.${id}.name` as keyof typeof english]
                const text = english[`features.value.${value}` as keyof typeof english]
                expect(describeCondition(test, createSay('en', english))).toBe(`${name} = ${text}`)
                expect(text).toBeTypeOf('string')
            }
        }
    })
})
