import { describe, expect, it } from 'vitest'
import { Refusal, valueOrThrow } from '#domain/result.ts'
import type { BankInputs } from '#pipeline/bank-inputs.ts'
import { planSteps, type Step, type Target } from '#pipeline/plan.ts'
import { idleUnions, selectModels } from '#pipeline/select-models.ts'
import { duckdbDialect } from '#warehouse/duckdb/duckdb-dialect.ts'
import { policyWith } from '../worked/close-story.ts'
import { type SmallModel, smallInputs, smallModels } from './small-models.ts'

const warehouse = { dialect: duckdbDialect, engine: { name: 'duckdb', version: '1' } }
const id = { id: 'bigint' }
const named = { id: 'bigint', name: 'varchar' }

function plan(
    models: Readonly<Record<string, SmallModel>>,
    targets: readonly Partial<Target>[],
    inputs: Partial<BankInputs> = {},
): readonly Step[] {
    const whole = targets.map((target) => ({ model: '', month: null, ladder: null, ...target }))
    const options = {
        models: smallModels(models),
        inputs: { ...smallInputs, ...inputs },
        warehouse,
    }
    return planSteps(whole, options)
}

function codesOf(work: () => unknown): readonly string[] {
    try {
        work()
    } catch (error) {
        if (error instanceof Refusal) return error.failures.map(({ code }) => code)
        throw error
    }
    return []
}

const chain: Readonly<Record<string, SmallModel>> = {
    'staging.old__a': { sql: "select id from {{ source('old', 'a') }}", columns: id },
    'identity.a': { sql: "select id from {{ ref('staging.old__a') }}", columns: id },
    'features.months': {
        sql: "select id, {{ param('month') }} as month from {{ ref('identity.a') }}",
        columns: { ...id, month: 'integer' },
        grain: 'month',
    },
    'features.window': {
        sql: "select id from {{ ref('features.months', 3) }}",
        columns: id,
        grain: 'month',
    },
}

describe('planSteps', () => {
    it('puts what is read before what reads it, each once', () => {
        const steps = plan(chain, [{ model: 'features.window', month: 202503 }])
        expect(steps.map((step) => step.id)).toEqual([
            'staging.old__a',
            'identity.a',
            'features.months@202503',
            'features.months@202502',
            'features.months@202501',
            'features.window@202503',
        ])
    })

    it('looks no further back than the first month', () => {
        const steps = plan(chain, [{ model: 'features.window', month: 202501 }])
        expect(steps.at(-1)?.needs).toEqual(['features.months@202501'])
    })

    it('gives a recipe a new key when anything before it changes, and only then', () => {
        const target = [{ model: 'features.months', month: 202502 }]
        const keyOf = (steps: readonly Step[], model: string): string | undefined =>
            steps.find((step) => step.model === model)?.key
        const before = plan(chain, target)
        const again = plan(chain, target, { asOf: '2025-02-28' })
        expect(again).toEqual(before)
        const staging = {
            ...chain['staging.old__a'],
            sql: "select 1 as id, {{ source('old', 'a') }}",
        }
        const after = plan({ ...chain, 'staging.old__a': staging as SmallModel }, target)
        for (const model of ['staging.old__a', 'identity.a', 'features.months']) {
            expect(keyOf(after, model)).not.toBe(keyOf(before, model))
        }
    })

    it('unites the models of the systems that have delivered', () => {
        const models = {
            'identity.old__x': { sql: 'select 1 as id', columns: id },
            'identity.new__x': { sql: 'select 2 as id', columns: id },
            'identity.other__x': { sql: 'select 3 as id', columns: id },
            'identity.x': { sql: "select * from {{ ref('identity.*__x') }} x", columns: id },
        }
        const steps = plan(models, [{ model: 'identity.x' }])
        expect(steps.at(-1)?.needs).toEqual(['identity.old__x', 'identity.new__x'])
        const none = plan(models, [{ model: 'identity.x' }], { systems: [] })
        expect(none.at(-1)?.recipe).toContain('cast(null as bigint) as id where 1 = 0')
    })

    it('finds the columns of a union that nobody has delivered', () => {
        const models = {
            'identity.other__x': { sql: "select 3 as id, 'a' as name", columns: named },
            'identity.y': { sql: "select id from {{ ref('identity.*__x') }} x", columns: id },
        }
        const none = plan(models, [{ model: 'identity.y' }])
        expect(none.at(-1)?.recipe).toContain('cast(null as varchar) as name where 1 = 0')
    })

    it('reads the month before, nothing in the first month, and a published close as it is', () => {
        const models = {
            'tiers.assignments': {
                sql: 'select id from {{ previous() }}',
                columns: id,
                grain: 'ladder_month',
            },
        } as const
        const target = { model: 'tiers.assignments', ladder: 'wealth' }
        const two = plan(models, [{ ...target, month: 202503 }])
        expect(two.map((step) => step.id)).toEqual([
            'tiers.assignments@wealth@202502',
            'tiers.assignments@wealth@202503',
        ])
        const closed = plan(models, [{ ...target, month: 202503 }], { closedPath: () => 'k/x' })
        expect(closed).toHaveLength(1)
        expect(closed[0]?.recipe).toContain('@snapshot(k/x)')
    })

    it('reads what people decided for the close, and nothing where they decided nothing', () => {
        const sql =
            "select override_id as id from {{ param('overrides') }} " +
            "union all select grant_id from {{ param('grants') }}"
        const models = {
            'tiers.assignments': { sql, columns: id, grain: 'ladder_month' },
        } as const
        const target = { model: 'tiers.assignments', ladder: 'wealth' }
        const months = [202502, 202503].map((month) => ({ ...target, month }))
        const steps = plan(models, months, {
            humanPath: ({ month }, word) =>
                word === 'overrides' && month === 202503 ? 'abc' : null,
        })
        expect(steps[0]?.recipe).not.toContain('@human')
        expect(steps[0]?.recipe).toContain('cast(null as integer) as override_id')
        expect(steps[1]?.recipe).toContain('from @human(abc)')
        expect(steps[1]?.recipe).toContain('cast(null as integer) as grant_id')
        expect(steps[1]?.key).not.toBe(steps[0]?.key)
    })

    it('begins the first close with the states that were imported', () => {
        const columns = { party_id: 'bigint', earned_level: 'integer', below_level_max: 'integer' }
        const sql = 'select * from {{ previous() }} before'
        const models = { 'tiers.assignments': { sql, columns, grain: 'ladder_month' } } as const
        const target = { model: 'tiers.assignments', ladder: 'wealth', month: 202502 }
        const [none] = plan(models, [target])
        expect(none?.recipe).toContain('where 1 = 0')
        const openingOf = () => ({ path: 'abc', policy: policyWith() })
        const [step] = plan(models, [target], { openingOf })
        expect(step?.recipe).toContain("when 'diamond' then 3 ")
        expect(step?.recipe).toContain('as earned_level')
        expect(step?.recipe).toContain('when below_count > 0 then 0 end as integer)')
        expect(step?.recipe).toContain('from @human(abc)')
    })

    it.each<[string, string, Readonly<Record<string, SmallModel>>]>([
        [
            'pipeline.ref_unknown',
            'identity.a',
            { 'identity.a': { sql: "{{ ref('x.y') }}", columns: id } },
        ],
        [
            'pipeline.cycle',
            'identity.a',
            {
                'identity.a': { sql: "{{ ref('identity.b') }}", columns: id },
                'identity.b': { sql: "{{ ref('identity.a') }}", columns: id },
            },
        ],
        [
            'pipeline.reads_downstream',
            'identity.a',
            {
                'identity.a': { sql: "{{ ref('features.b') }}", columns: id },
                'features.b': { sql: 'select 1', columns: id },
            },
        ],
        [
            'pipeline.union_differs',
            'identity.x',
            {
                'identity.old__x': { sql: 'select 1', columns: id },
                'identity.new__x': { sql: 'select 1', columns: { id: 'integer' } },
                'identity.x': { sql: "{{ ref('identity.*__x') }}", columns: id },
            },
        ],
        [
            'pipeline.source_missing',
            'staging.a',
            { 'staging.a': { sql: "{{ source('gone', 'a') }}", columns: id } },
        ],
        [
            'pipeline.template_invalid',
            'staging.a',
            { 'staging.a': { sql: '{{ nix() }}', columns: id } },
        ],
        [
            'pipeline.template_invalid',
            'staging.a',
            { 'staging.a': { sql: '{{ idiv(1) }}', columns: id } },
        ],
        ['pipeline.model_unknown', 'staging.b', {}],
        [
            'pipeline.words_refused',
            'staging.a',
            { 'staging.a': { sql: 'select now()', columns: id } },
        ],
    ])('refuses with %s', (code, model, models) => {
        expect(codesOf(() => plan(models, [{ model }]))).toEqual([code])
    })
})

describe('selectModels', () => {
    const models = smallModels(chain)

    it('takes names, patterns, and what is built on them', () => {
        expect(valueOrThrow(selectModels(models, ['identity.a']))).toEqual(['identity.a'])
        expect(valueOrThrow(selectModels(models, ['features.*']))).toEqual([
            'features.months',
            'features.window',
        ])
        expect(valueOrThrow(selectModels(models, ['identity.a+']))).toEqual([
            'identity.a',
            'features.months',
            'features.window',
        ])
    })

    it('tells every name that it does not know', () => {
        const result = selectModels(models, ['a', 'identity.a', 'b+'])
        expect(result.ok ? [] : result.failures.map(({ params }) => params.model)).toEqual([
            'a',
            'b+',
        ])
    })
})

describe('idleUnions', () => {
    const union = (noun: string): SmallModel => ({
        sql: `select * from {{ ref('identity.*__${noun}') }} ${noun}`,
        columns: id,
    })
    const one: SmallModel = { sql: 'select 1 as id', columns: id }

    it('are unions without members that nobody reads', () => {
        const reads = { sql: "select id from {{ ref('identity.rates') }}", columns: id }
        const models = smallModels({
            'identity.old__loans': one,
            'identity.loans': union('loans'),
            'identity.cards': union('cards'),
            'identity.rates': union('rates'),
            'identity.balances': reads,
            'identity.shipped': one,
        })
        expect([...idleUnions(models)]).toEqual(['identity.cards'])
    })
})
