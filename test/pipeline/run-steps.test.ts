import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#domain/result.ts'
import { planSteps } from '#pipeline/plan.ts'
import { type FinishedStep, type RunOptions, runSteps } from '#pipeline/run-steps.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { type SmallModel, smallInputs, smallModels } from './small-models.ts'

let root: string
let one: Warehouse
let two: Warehouse

beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tong-run-'))
    const options = { spillFolder: join(root, 'spill'), memoryLimitGb: 1 }
    one = await openDuckdb({ ...options, threads: 1 })
    two = await openDuckdb({ ...options, threads: 2 })
})

afterAll(async () => {
    one.close()
    two.close()
    await rm(root, { recursive: true, force: true })
})

type Case = {
    readonly folder: string
    readonly warehouse?: Warehouse
    readonly signal?: AbortSignal
}

async function run(
    models: Readonly<Record<string, SmallModel>>,
    { folder, warehouse = two, signal = new AbortController().signal }: Case,
): Promise<readonly FinishedStep[]> {
    const loaded = smallModels(models)
    const targets = [...loaded.keys()].map((model) => ({ model, month: null, ladder: null }))
    const steps = planSteps(targets, { models: loaded, inputs: smallInputs, warehouse })
    return await runSteps(steps, optionsOf({ folder, models: loaded, warehouse, signal }))
}

function optionsOf({
    folder,
    models,
    warehouse = two,
    signal = new AbortController().signal,
}: Case & Pick<RunOptions, 'models'>): RunOptions {
    return {
        warehouse,
        models,
        folders: {
            snapshots: join(root, folder, 'snapshots'),
            batches: join(root, folder, 'batches'),
            human: join(root, folder, 'human'),
            scratch: join(root, folder, 'tmp'),
        },
        signal,
        now: () => 0,
        onProgress: () => {},
    }
}

const digits = '(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) digit(i)'

/** The numbers 1 … 100,000. */
const numbers = `
    select cast(1 + a.i + 10 * b.i + 100 * c.i + 1000 * d.i + 10000 * e.i as bigint) as id
    from (select i from ${digits}) a cross join (select i from ${digits}) b
    cross join (select i from ${digits}) c cross join (select i from ${digits}) d
    cross join (select i from ${digits}) e`
const columns = { id: 'bigint' }

async function failuresOf(work: Promise<unknown>): Promise<readonly string[]> {
    try {
        await work
    } catch (error) {
        if (error instanceof Refusal) {
            return error.failures.map(({ code, params }) => `${code} ${params.test ?? ''}`.trim())
        }
        throw error
    }
    return []
}

describe('runSteps', () => {
    it('builds once and reuses after', async () => {
        const models = {
            'staging.n': { sql: numbers, columns },
            'identity.n': { sql: "select id from {{ ref('staging.n') }} where id > 5", columns },
        }
        const first = await run(models, { folder: 'reuse' })
        expect(first.map(({ rows, reused }) => [rows, reused])).toEqual([
            [100_000, false],
            [99_995, false],
        ])
        const second = await run(models, { folder: 'reuse' })
        expect(second.map(({ digest, reused }) => [digest, reused])).toEqual(
            first.map(({ digest }) => [digest, true]),
        )
    })

    it('gives one digest whatever the threads and the order of rows', async () => {
        const digests = await Promise.all(
            [numbers, `${numbers} order by id desc`].flatMap((sql, index) =>
                [one, two].map(async (warehouse, other) => {
                    const folder = `digest-${index}-${other}`
                    const [step] = await run(
                        { 'staging.n': { sql, columns } },
                        { folder, warehouse },
                    )
                    return step?.digest
                }),
            ),
        )
        expect(new Set(digests).size).toBe(1)
        const changed = `${numbers} where a.i + b.i + c.i + d.i + e.i > 0`
        const [other] = await run(
            { 'staging.n': { sql: changed, columns } },
            { folder: 'digest-x' },
        )
        expect(other?.digest).not.toBe(digests[0])
    })

    it.each<[string, SmallModel]>([
        [
            'pipeline.test_failed id is unique',
            { sql: 'select cast(1 as bigint) as id union all select 1', columns },
        ],
        [
            'pipeline.test_failed id is not null',
            { sql: 'select cast(null as bigint) as id', columns },
        ],
        [
            'pipeline.test_failed small',
            { sql: numbers, columns, tests: [{ law: { name: 'small', holds: 'id < 10' } }] },
        ],
        ['pipeline.columns_differ', { sql: 'select 1 as id', columns }],
        ['pipeline.columns_differ', { sql: 'select cast(1 as bigint) as other', columns }],
    ])('refuses with %s and leaves nothing behind', async (expected, model) => {
        const folder = `refused-${expected.replaceAll(' ', '-')}`
        expect(await failuresOf(run({ 'staging.n': model }, { folder }))).toEqual([expected])
        expect(existsSync(join(root, folder, 'snapshots'))).toBe(false)
        expect(await readdir(join(root, folder, 'tmp')).catch(() => [])).toEqual([])
    })

    it('finds children without a parent', async () => {
        const relation = { columns: ['id'], to: 'staging.parents', keys: ['id'] }
        const models = {
            'staging.parents': { sql: 'select cast(1 as bigint) as id', columns },
            'identity.children': {
                sql: "select id + 1 as id from {{ ref('staging.parents') }}",
                columns,
                tests: [{ relation }],
            },
        }
        expect(await failuresOf(run(models, { folder: 'orphans' }))).toEqual([
            'pipeline.test_failed id exists in staging.parents',
        ])
    })

    it('throws away what has grown from a step that fails', async () => {
        const law = { name: 'small', holds: 'id < 10' }
        const reader = (where: string): SmallModel => ({
            sql: `select id from {{ ref('staging.n') }} where ${where}`,
            columns,
        })
        const ways = { grows: 'true', 'fails too': "cast('x' as integer) = id" }
        for (const [way, where] of Object.entries(ways)) {
            const folder = `thrown-${way}`
            const models = {
                'staging.n': { sql: numbers, columns, tests: [{ law }] },
                'identity.n': reader(where),
            }
            expect(await failuresOf(run(models, { folder }))).toEqual([
                'pipeline.test_failed small',
            ])
            expect(existsSync(join(root, folder, 'snapshots'))).toBe(false)
            expect(await readdir(join(root, folder, 'tmp'))).toEqual([])
        }
    })

    it('keeps what is whole when the next step fails', async () => {
        const models = {
            'staging.n': { sql: numbers, columns },
            'identity.n': {
                sql: "select cast('x' as bigint) as id from {{ ref('staging.n') }}",
                columns,
            },
        }
        const failed = await failuresOf(run(models, { folder: 'kept' }))
        expect(failed).toEqual(['pipeline.sql_failed'])
        expect(await readdir(join(root, 'kept', 'snapshots'))).toHaveLength(1)
        expect(await readdir(join(root, 'kept', 'tmp'))).toEqual([])
    })

    it('builds equal recipes of two ladders once', async () => {
        const models = smallModels({
            'tiers.assignments': { sql: numbers, columns, grain: 'ladder_month' },
        })
        const targets = ['wealth', 'value'].map((ladder) => ({
            model: 'tiers.assignments',
            month: 202502,
            ladder,
        }))
        const steps = planSteps(targets, { models, inputs: smallInputs, warehouse: two })
        const found = await runSteps(steps, optionsOf({ folder: 'ladders', models }))
        expect(found.map(({ id, rows, reused }) => [id, rows, reused])).toEqual([
            ['tiers.assignments@wealth@202502', 100_000, false],
            ['tiers.assignments@value@202502', 100_000, true],
        ])
    })

    it('builds the same at one and at two at a time', async () => {
        // Each reads the two before it and is looked up by the next.
        const below = (index: number): string =>
            [index - 1, index - 2]
                .map((other) => `select id from {{ ref('staging.n${other}') }} where id % 7 <> 0`)
                .join(' union ')
        const models = Object.fromEntries(
            Array.from({ length: 9 }, (_, index) => [
                `staging.n${index}`,
                {
                    sql: index < 2 ? `${numbers} where a.i > ${index}` : below(index),
                    columns,
                    tests:
                        index === 0
                            ? []
                            : [{ relation: { columns: ['id'], to: 'staging.n0', keys: ['id'] } }],
                },
            ]),
        )
        const [alone, together] = await Promise.all([
            run(models, { folder: 'alone', warehouse: one }),
            run(models, { folder: 'together', warehouse: two }),
        ])
        const shown = (steps: readonly FinishedStep[]): unknown =>
            steps.map(({ id, path, rows, digest }) => [id, path, rows, digest])
        expect(together).toHaveLength(9)
        expect(shown(together)).toEqual(shown(alone))
        for (const folder of ['alone', 'together']) {
            expect(await readdir(join(root, folder, 'snapshots'))).toHaveLength(9)
            expect(await readdir(join(root, folder, 'tmp'))).toEqual([])
        }
    })

    it('leaves all threads to steps of which few can be built at a time', async () => {
        const given: unknown[] = []
        const warehouse: Warehouse = {
            ...two,
            sideBySide: async (work, options) => {
                given.push(options?.threads)
                return await two.sideBySide(work, options)
            },
        }
        const nextTo = Object.fromEntries(
            ['a', 'b', 'c', 'd'].map((name) => [`staging.${name}`, { sql: numbers, columns }]),
        )
        const sql = "select id from {{ ref('staging.a') }} a"
        const models = { ...nextTo, 'identity.e': { sql, columns } }
        await run(models, { folder: 'broad', warehouse })
        await run(nextTo, { folder: 'broader', warehouse })
        expect(given).toEqual(['all', 'one'])
        // What is there already does not wait.
        await run(nextTo, { folder: 'broader', warehouse })
        expect(given).toEqual(['all', 'one', 'all'])
    })

    it('tells what fails first in the plan, whatever fails first', async () => {
        const law = (name: string): unknown => ({ law: { name, holds: 'id > 1' } })
        const models = {
            'staging.slow': { sql: numbers, columns, tests: [law('slow')] },
            'staging.quick': {
                sql: 'select cast(1 as bigint) as id',
                columns,
                tests: [law('quick')],
            },
            'staging.whole': { sql: 'select cast(2 as bigint) as id', columns },
        }
        expect(await failuresOf(run(models, { folder: 'first' }))).toEqual([
            'pipeline.test_failed slow',
        ])
    })

    it.each<[string, SmallModel]>([
        ['in order', { sql: `${numbers} union all select 5 order by id`, columns }],
        ['out of order', { sql: `${numbers} union all select 5 order by id desc`, columns }],
        ['of a month', { sql: `${numbers} union all select 5`, columns, grain: 'month' }],
    ])('finds the one key of many that is there twice, %s', async (way, model) => {
        const models = smallModels({ 'features.n': model })
        const month = model.grain === 'month' ? 202502 : null
        const steps = planSteps([{ model: 'features.n', month, ladder: null }], {
            ...{ models, inputs: smallInputs, warehouse: two },
        })
        const work = runSteps(steps, optionsOf({ folder: `twice ${way}`, models }))
        const failed = await work.catch((error: unknown) => error)
        expect(failed instanceof Refusal && failed.failures).toMatchObject([
            { params: { test: 'id is unique', broken: 1 } },
        ])
    })

    it('says how many rows break a test, and names some', async () => {
        const law = { name: 'small', holds: 'id < 99999' }
        const sql = `${numbers} union all select null`
        const work = run({ 'staging.n': { sql, columns, tests: [{ law }] } }, { folder: 'broken' })
        const failed = await work.catch((error: unknown) => error)
        expect(failed instanceof Refusal && failed.failures.map(({ params }) => params)).toEqual([
            { model: 'staging.n', test: 'id is not null', broken: 1, example: 'null' },
            { model: 'staging.n', test: 'small', broken: 2, example: '100000, 99999' },
        ])
    })

    it('stops before the next step when it is cancelled', async () => {
        const stop = AbortSignal.abort()
        const work = run(
            { 'staging.n': { sql: numbers, columns } },
            { folder: 'stop', signal: stop },
        )
        await expect(work).rejects.toThrow('aborted')
    })
})
