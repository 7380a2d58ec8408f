import { describe, expect, it } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { different } from '../kind.ts'
import { type KindId, kinds } from '../kinds.ts'
import type { Comparison, PolicyField } from '../policy/identity-policy.ts'
import { type LearnedModel, learnedComparison, modelFormat, writeModel } from './learned-model.ts'
import type { MatchModel } from './match-model.ts'
import { modelFor, readModel } from './read-model.ts'

// Any short name of a text will do here: the codes of its characters in their order.
const digest = (text: string): string =>
    [...text]
        .reduce((sum, sign, at) => (sum * 31 + at + (sign.codePointAt(0) ?? 0)) % 1_000_003, 7)
        .toString()
const source = { file: 'model.json', digest }

function field(id: string, kind: KindId, columns: readonly string[] = [id]): PolicyField {
    return { id, kind, columns, levels: kinds[kind].levels, frequency: true }
}

const comparison: Comparison = {
    ...{ id: 'persons', of: 'person', blocking: [], never: [] },
    fields: [field('name', 'latin_name'), field('born', 'birth_date')],
    sure: { rules: [], recall: 0.8 },
    thresholds: { accept: 0.5, review: 0.1 },
}

const model: MatchModel = {
    fields: comparison.fields.map(({ id, levels }) => ({
        id,
        levels: [...levels.map((level) => level.id), different].map((level, at) => ({
            ...{ id: level, m: 0.1 + at / 100, u: 0.01, weight: 3_000 - 100 * at },
        })),
    })),
    ...{ prior: 1 / 3_000, priorWeight: -11_550, partners: 0.5, rounds: 3, isSettled: true },
    sessions: [
        {
            ...{ key: 'born.day', leaves: ['born'], pairs: 900, matches: 40, iterations: 12 },
            ...{ change: 1e-8, isConverged: true, isUsed: true },
        },
    ],
    warnings: [
        { kind: 'level_unseen', field: 'born', level: 'same_year' },
        {
            ...{ kind: 'dependent', field: 'name', other: 'born', shared: 60 },
            ...{ level: 'exact', otherLevel: 'exact', observed: 30, expected: 20 },
        },
    ],
}

const learned: LearnedModel = {
    ...{ identityModel: modelFormat, tong: '0.1.0', seed: 1 },
    policy: { id: 'mine', version: '2026-01' },
    comparisons: [
        learnedComparison({ comparison, model, records: 100, pairs: 900, labels: 0 }, digest),
    ],
}
const text = writeModel(learned, digest)

const faultsOf = (result: ReturnType<typeof readModel> | ReturnType<typeof modelFor>) =>
    result.ok ? [] : result.failures.map(({ code, params }) => ({ code, ...params }))

describe('a file of a model', () => {
    it('is read as it was written, and gives back the very weights', () => {
        const read = valueOrThrow(readModel(text, source))
        expect(read).toEqual(learned)
        expect(valueOrThrow(modelFor(comparison, read, source))).toEqual(model)
    })

    it('may be laid out otherwise: only what it says is sealed', () => {
        expect(valueOrThrow(readModel(JSON.stringify(JSON.parse(text)), source))).toEqual(learned)
    })

    it.each([
        ['cut off', text.slice(0, -40), ['identity.model_broken']],
        ['a page', '<html></html>', ['identity.model_broken']],
        ['something else', '{"scores": 1}', ['identity.model_format']],
        ['a list', '[]', ['identity.model_format']],
        [
            'of a later format',
            text.replace('"identityModel": 1', '"identityModel": 2'),
            ['identity.model_format'],
        ],
        ['with another weight', text.replace('3000', '9000'), ['identity.model_edited']],
        [
            'with another seal',
            text.replace(/"seal": "[^"]+"/, '"seal": "mine"'),
            ['identity.model_edited'],
        ],
    ])('%s is refused', (_, broken, codes) => {
        expect(broken).not.toBe(text)
        expect(faultsOf(readModel(broken, source)).map(({ code }) => code)).toEqual(codes)
    })

    it('is refused with all parts that are not as they should be', () => {
        const broken = text
            .replace('"kind": "latin_name"', '"kind": "nickname"')
            .replace('"rounds": 3', '"rounds": "three"')
            .replace('"seed": 1,', '"sead": 1,')
        expect(faultsOf(readModel(broken, source))).toEqual([
            { code: 'identity.model_part', part: 'seed' },
            { code: 'identity.model_part', part: 'comparisons.0.fields.0.kind' },
            { code: 'identity.model_part', part: 'comparisons.0.rounds' },
            { code: 'identity.model_part', part: 'sead' },
            { code: 'identity.model_edited' },
        ])
    })
})

describe('a model of another comparison', () => {
    const read = valueOrThrow(readModel(text, source))

    it('is refused by its name', () => {
        expect(faultsOf(modelFor({ ...comparison, id: 'firms' }, read, source))).toEqual([
            { code: 'identity.model_without', comparison: 'firms', known: 'persons' },
        ])
    })

    it('is refused with every field that differs', () => {
        const other = {
            ...comparison,
            fields: [
                { ...field('name', 'text', ['full_name']), frequency: false },
                field('phone', 'phone'),
            ],
        }
        const differs = { code: 'identity.model_field', field: 'name' }
        expect(faultsOf(modelFor(other, read, source))).toEqual([
            { ...differs, what: 'kind', was: 'latin_name', is: 'text' },
            { ...differs, what: 'columns', was: 'name', is: 'full_name' },
            { ...differs, what: 'frequency', was: 'true', is: 'false' },
            { code: differs.code, field: 'phone', what: 'unlearned', was: '', is: '' },
            { code: differs.code, field: 'born', what: 'uncompared', was: '', is: '' },
        ])
    })

    it('is refused where a field has other levels', () => {
        const fields = comparison.fields.map((one) => ({ ...one, levels: one.levels.slice(0, 2) }))
        const faults = faultsOf(modelFor({ ...comparison, fields }, read, source))
        expect(faults).toMatchObject([
            { field: 'name', what: 'levels', is: 'exact, similar, different' },
            { field: 'born', what: 'levels', is: 'exact, day_month_swapped, different' },
        ])
    })

    it('is refused where the same words ask something else', () => {
        const [name, born] = comparison.fields
        if (name === undefined || born === undefined) throw new Error('two fields')
        const levels = name.levels.map((level) =>
            'similar' in level.when ? { ...level, when: { ...level.when, min: 0.5 } } : level,
        )
        const other = { ...comparison, fields: [{ ...name, levels }, born] }
        expect(faultsOf(modelFor(other, read, source))).toEqual([
            { code: 'identity.model_field', field: 'name', what: 'tests', was: '', is: '' },
        ])
    })

    it('does not mind other keys, thresholds, or another order of fields', () => {
        const other: Comparison = {
            ...comparison,
            fields: comparison.fields.toReversed(),
            blocking: [[{ field: 'name', form: 'folded' }]],
            thresholds: { accept: 0.9, review: 0.2 },
        }
        const weights = valueOrThrow(modelFor(other, read, source))
        expect(weights).toEqual({ ...model, fields: model.fields.toReversed() })
    })
})
