import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMonths, type Month } from '#domain/month.ts'
import type { BankInputs } from '#pipeline/bank-inputs.ts'
import { loadModels } from '#pipeline/load-models.ts'
import type { Model } from '#pipeline/model.ts'
import { closeClasses } from '#pipeline/trial-closes.ts'
import { withTrialModels } from '#pipeline/trial-models.ts'
import type { TrialContext, TrialSide } from '#pipeline/trial-side.ts'
import { type LoadedPolicy, loadedPolicy } from '#serving/loaded-policy.ts'
import type { Policy } from '#tiers/policy.ts'
import { writeClose } from '#tiers/write-close.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'
import { type Bank, closes, restatedBank } from '../engines/arbitrary-bank.ts'
import { policyAt } from '../engines/close-by-party.ts'
import { type CloseEngine, closeBySql, readCloseModel } from '../engines/close-by-sql.ts'

// A trial closes one party of each class of parties that go the same way. Here random banks are
// closed party by party as a real close does it, and by classes: every column of every month,
// counted, and every party of the last month have to be the same.

const runs = Number(process.env.TONG_TEST_RUNS ?? 12)
const modelsFolder = new URL('../../models', import.meta.url).pathname

let engine: CloseEngine
let folder: string
let models: ReadonlyMap<string, Model>

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong-trial-'))
    const warehouse = await openDuckdb({ spillFolder: folder, memoryLimitGb: 1, threads: 1 })
    engine = { warehouse, model: await readCloseModel() }
    models = withTrialModels(await loadModels([modelsFolder]))
})

afterAll(async () => {
    engine.warehouse.close()
    await rm(folder, { recursive: true, force: true })
})

describe('a trial', () => {
    it('closes by classes what a close closes by parties', { timeout: 300_000 }, async () => {
        let parties = 0
        let classes = 0
        await fc.assert(
            fc.asyncProperty(
                restatedBank,
                fc.integer({ min: 0, max: closes - 1 }),
                fc.constantFrom(
                    'as drawn',
                    'by measure',
                    'by measure and requires',
                    'by measure and enrolment',
                ),
                async ({ bank: drawn }, from, kind) => {
                    const bank = withDoubles(kind === 'as drawn' ? drawn : plainly(drawn, kind))
                    await closeBySql(engine, { bank, from: 0 })
                    const side = sideOf(bank, from)
                    const context = contextOf(engine.warehouse)
                    const made = await closeClasses(context, side, () => {})
                    for (const [index, { month }] of side.months.entries()) {
                        const real = `(select *, 1 as weight from close_${from + index})`
                        const counts = await countsOf(made.counted(month))
                        expect(counts).toEqual(await countsOf(real))
                    }
                    const last = `close_${closes - 1}`
                    expect(await partiesOf(made.last('true'))).toEqual(await partiesOf(last))
                    const { warehouse } = engine
                    const [size] = await warehouse.rows(
                        'select count(*) as n from trial_after_classes',
                    )
                    const [all] = await warehouse.rows(
                        'select count(*) as n from trial_after_parties',
                    )
                    classes += Number(size?.n)
                    parties += Number(all?.n)
                },
            ),
            { numRuns: runs, seed: 20260101, endOnFailure: true },
        )
        // Where every party were a class alone, nothing would have been shown.
        expect(classes).toBeLessThan(parties * 0.7)
    })
})

/**
 * Everybody once more, with the same facts but without what people decided: random parties have
 * too much of their own to go the same way as others.
 */
function withDoubles(bank: Bank): Bank {
    const doubles = bank.stories.map((story) => ({
        ...story,
        overrides: story.overrides.map(() => null),
        grants: story.grants.map(() => []),
    }))
    return { ...bank, stories: [...bank.stories, ...doubles, ...doubles] }
}

/** The same bank on plainer ladders: most ladders look at little beside the measure. */
function plainly(bank: Bank, kind: string): Bank {
    const known = new Map<Policy, Policy>()
    const policies = bank.policies.map((policy) => {
        const plain = known.get(policy) ?? {
            ...policy,
            tiers: policy.tiers.map((tier) => ({
                ...tier,
                requires: kind.endsWith('requires') ? tier.requires : null,
                routes: [],
                enrolment: kind.endsWith('enrolment') ? tier.enrolment : null,
            })),
        }
        known.set(policy, plain)
        return plain
    })
    return { ...bank, policies }
}

/** How often each outcome of a close comes, whoever has it; measures belong to parties alone. */
async function countsOf(relation: string): Promise<readonly Row[]> {
    const columns = Object.keys(engine.model.twin.columns).filter(
        (name) => name !== 'party_id' && name !== 'measure',
    )
    const names = columns.join(', ')
    const sql = `select ${names}, cast(sum(weight) as integer) as parties
        from ${relation} closed group by ${names} order by ${names}`
    return await engine.warehouse.rows(sql)
}

async function partiesOf(relation: string): Promise<readonly Row[]> {
    const names = 'raw_level, route, earned_level, earned_cause, level, cause, rule, is_restricted'
    const measure = "case when earned_cause <> 'left' then measure end as measure"
    const sql = `select party_id, ${names}, ${measure} from ${relation} closed order by party_id`
    return await engine.warehouse.rows(sql)
}

/** The side of a trial that begins with what the close before `from` left. */
function sideOf(bank: Bank, from: number): TrialSide {
    const monthAt = (close: number): Month => addMonths(bank.first, close)
    const closeOf = (month: Month): number =>
        Array.from({ length: closes }, (_, close) => close).find((at) => monthAt(at) === month) ?? 0
    const months = Array.from({ length: closes - from }, (_, index) => {
        const policy = policyAt(bank, from + index)
        return { month: monthAt(from + index), rules: keyed(bank, policy), closed: null }
    })
    const startPath = from === 0 ? 'opening' : `close_${from - 1}`
    const inputs: BankInputs = {
        asOf: '2025-12-31',
        baseCurrency: 'CNY',
        systems: [],
        sourceTable: () => null,
        firstMonth: 190001,
        firstClose: 190001,
        rulesOf: ({ month }) => {
            const close = closeOf(month)
            const policy = policyAt(bank, close)
            const before = close === 0 ? null : policyAt(bank, close - 1)
            return { policyKey: keyed(bank, policy).policyKey, ...writeClose(policy, before) }
        },
        scoresOf: () => ({}),
        closedPath: () => startPath,
        humanPath: ({ month }, word) => `${word}@${closeOf(month)}`,
        parties: null,
        survivorship: {},
        openingOf: () => null,
    }
    const built: TrialSide['built'] = (target, ofClose) => {
        const { model, month } = target
        if (model === 'identity.party_changes') return `party_changes@${ofClose}`
        if (model === 'features.party_days') return `party_days@${month}`
        const table = model === 'features.party_months' ? 'party_months' : 'members'
        return `${table}@${closeOf(month ?? 0)}`
    }
    return { name: 'after', ladder: 'wealth', months, startPath, inputs, models, built }
}

/** Two versions of a bank have two keys, whatever their names. */
function keyed(bank: Bank, policy: Policy): LoadedPolicy {
    return loadedPolicy(policy, String(bank.policies.indexOf(policy)))
}

/** A context in which snapshots are tables of the engine: `party_months@3` is that of close 3. */
function contextOf(warehouse: Warehouse): TrialContext {
    const tableOf = (path: string): string => {
        const [table = '', at] = basename(path).split('@')
        if (at === undefined) return `select * from ${table}`
        // A run knows the changes up to its own close, as each close may be published by a run.
        if (table === 'party_changes') return `select * from ${table} where month <= ${at}`
        const column = table === 'party_days' ? 'month' : 'close_index'
        return `select * from ${table} where ${column} = ${at}`
    }
    const places = { snapshots: '', batches: '', human: '', policies: '', identity: '' }
    const folders = { ...places, scratch: folder }
    return {
        warehouse: {
            ...warehouse,
            parquet: (paths) => `(${paths.map(tableOf).join(' union all ')})`,
        },
        folders,
        mayBuild: false,
        signal: new AbortController().signal,
        now: Date.now,
        onProgress: () => {},
    } as Partial<TrialContext> as TrialContext
}
