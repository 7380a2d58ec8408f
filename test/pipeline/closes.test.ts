import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Failure, Refusal } from '#domain/result.ts'
import { assertOpen, closeBank, monthOfLastRun } from '#pipeline/close-bank.ts'
import type { Manifest } from '#pipeline/manifest.ts'
import { planClose, planRestatement } from '#pipeline/run-bank.ts'
import { readCloses } from '#serving/read-closes.ts'
import { removeBank } from '../e2e/small-bank.ts'
import { customers } from '../e2e/small-bank-files.ts'
import {
    type ClosingBank,
    grant,
    ladder,
    monthsOfParty,
    openClosingBank,
    override,
    partyOf,
    servedOn,
} from './closing-bank.ts'

// A small bank closed month by month, while people decide beside its rules.

const opened: ClosingBank[] = []

async function newBank(): Promise<ClosingBank> {
    const bank = await openClosingBank()
    opened.push(bank)
    return bank
}

afterAll(async () => {
    for (const { bank, small } of opened) {
        await bank.close()
        await removeBank(small)
    }
})

async function failuresOf(work: Promise<unknown>): Promise<readonly Failure[]> {
    const cause = await work.then(
        () => null,
        (thrown: unknown) => thrown,
    )
    if (cause instanceof Refusal) return cause.failures
    throw cause ?? new Error('nothing was refused')
}

describe('overrides and grants over the months', () => {
    let bank: ClosingBank
    let ids: { readonly raised: number; readonly set: number; readonly lent: number }
    let manifests: readonly (Manifest | null)[]

    beforeAll(async () => {
        bank = await newBank()
        ids = {
            raised: await override(bank, {
                ...{ party: customers.steady, tier: 'platinum', from: 202503, until: 202504 },
            }),
            set: await override(bank, {
                ...{ party: customers.foreign, tier: 'mass', from: 202504, until: 202504 },
                mode: 'exactly',
            }),
            lent: await grant(bank, {
                ...{ parties: [customers.near, customers.foreign], tier: 'gold' },
                ...{ from: '2025-03-01', until: '2025-03-20' },
            }),
        }
        await override(bank, {
            ...{ party: customers.near, tier: 'platinum', from: 202503, until: 202506 },
            status: 'requested',
        })
        const closed = []
        for (const through of [202503, 202504, 202506]) {
            closed.push((await closeBank(bank.context, { through })).manifest)
        }
        manifests = closed
    })

    test('an override serves its months and is told when it has ended', async () => {
        // The close of February serves March. Earned is mass throughout: 10k of deposits.
        expect(await monthsOfParty(bank, { party: customers.steady })).toEqual([
            'mass earned',
            `platinum overridden ${ids.raised}`,
            `platinum overridden ${ids.raised}`,
            'mass override_expired',
            'mass earned',
            'mass earned',
        ])
    })

    test('one that sets exactly lowers too', async () => {
        // 80k of deposits earn gold. A grant of gold changes nothing for it.
        expect(await monthsOfParty(bank, { party: customers.foreign })).toEqual([
            'gold earned',
            'gold earned',
            `mass overridden ${ids.set}`,
            'gold override_expired',
            'gold earned',
            'gold earned',
        ])
    })

    test('a grant counts by the first day; what is only asked for counts for nothing', async () => {
        expect(await monthsOfParty(bank, { party: customers.near })).toEqual([
            'mass earned',
            `gold granted ${ids.lent}`,
            ...Array(4).fill('mass earned'),
        ])
    })

    test('the manifest names what was read, by content', () => {
        const read = manifests.flatMap((manifest) => manifest?.inputs.human ?? [])
        expect(read.map(({ what, month, rows }) => `${what} ${month} ${rows}`)).toEqual([
            'overrides 2025-02 1',
            'grants 2025-02 2',
            'overrides 2025-03 2',
            'overrides 2025-04 2',
        ])
        expect(new Set(read.map(({ hash }) => hash)).size).toBe(4)
    })

    test('on each day of a month the same function gives the tier', async () => {
        const tierOn = async (party: string, day: string) => {
            const { tier, reasons } = await servedOn(bank, { party, day })
            return [tier, ...(reasons?.steps.map(({ step, rule }) => `${step} ${rule}`) ?? [])]
        }
        expect(await tierOn(customers.near, '2025-03-20')).toEqual(['gold', `granted ${ids.lent}`])
        expect(await tierOn(customers.near, '2025-03-21')).toEqual(['mass'])
        const set = ['platinum', `overridden ${ids.raised}`]
        expect(await tierOn(customers.steady, '2025-03-01')).toEqual(set)
        expect(await tierOn(customers.steady, '2025-04-30')).toEqual(set)
        expect(await tierOn(customers.steady, '2025-05-01')).toEqual(['mass'])
    })

    test('before the first month served is nothing; after the last it is provisional', async () => {
        const asked = { party: customers.steady }
        const [early] = await failuresOf(servedOn(bank, { ...asked, day: '2025-01-31' }))
        expect(early).toMatchObject({
            code: 'serving.day_before_service',
            params: { first: '2025-02-01' },
        })
        expect(await servedOn(bank, { ...asked, day: '2025-02-01' })).toMatchObject({
            ...{ isProvisional: false, since: 202502, close: { month: 202501 } },
        })
        const inService = { close: { month: 202506 }, since: 202507 }
        expect(await servedOn(bank, { ...asked, day: '2025-07-31' })).toMatchObject({
            ...inService,
            isProvisional: false,
        })
        expect(await servedOn(bank, { ...asked, day: '2026-02-01' })).toMatchObject({
            ...inService,
            isProvisional: true,
        })
    })

    test('of a restricted customer others see the tier alone', async () => {
        // 600k of deposits earn platinum, and the confidential cap leaves gold.
        const asked = { party: customers.enters, day: '2025-06-15' }
        const others = await servedOn(bank, asked)
        expect(others).toMatchObject({ tier: 'gold', isRestricted: true, reasons: null })
        expect(JSON.stringify({ ...others, policy: null })).not.toMatch(/platinum|watched/)
        expect(await servedOn(bank, { ...asked, isCompliance: true })).toMatchObject({
            tier: 'gold',
            reasons: { earnedTier: 'platinum', cause: 'capped', rule: 'watched' },
        })
    })

    test('who was not in the close had no tier; an unknown edition is refused', async () => {
        const company = { party: customers.company, day: '2025-03-15' }
        const [absent] = await failuresOf(servedOn(bank, company))
        expect(absent?.code).toBe('serving.no_tier_on_day')
        const edition = { party: customers.steady, day: '2025-03-15', edition: 2 }
        expect((await failuresOf(servedOn(bank, edition)))[0]).toMatchObject({
            code: 'serving.edition_unknown',
            params: { month: '2025-02', edition: 2, last: 1 },
        })
    })

    test('a decision for another month leaves the recipes of all others as they are', async () => {
        const keys = async (): Promise<readonly string[]> => {
            const wish = { from: 202501, ladders: [ladder] }
            const { steps } = await planRestatement(bank.context, wish)
            return steps.filter((step) => step.ladder === ladder).map((step) => step.key)
        }
        const before = await keys()
        await override(bank, { party: customers.falls, tier: 'gold', from: 202506, until: 202506 })
        const after = await keys()
        // The close of May serves June, and June's close is told that the override has ended.
        expect(before.map((key, index) => key === after[index])).toEqual([
            ...Array(4).fill(true),
            ...[false, false],
        ])
    })
})

describe('orders that are refused', () => {
    let bank: ClosingBank

    beforeAll(async () => {
        bank = await newBank()
        await closeBank(bank.context, { through: 202502 })
    })

    test('a month that is closed, and one before the first', async () => {
        const [closed] = await failuresOf(assertOpen(bank.context, 202501))
        expect(closed).toMatchObject({
            code: 'pipeline.month_closed',
            params: { month: '2025-01', first: '2025-01', last: '2025-02' },
        })
        await assertOpen(bank.context, 202503)
        const [early] = await failuresOf(closeBank(bank.context, { through: 202412 }))
        expect(early?.code).toBe('pipeline.close_order')
        expect(await closeBank(bank.context, { through: 202502 })).toMatchObject({ closes: [] })
    })

    test('a month that the latest batch does not reach, unless a reason is given', async () => {
        const [late] = await failuresOf(closeBank(bank.context, { through: 202507 }))
        expect(late).toMatchObject({
            code: 'pipeline.batch_missing',
            params: { system: 'corner', month: '2025-07', last: '2025-06-20' },
        })
        expect((await planClose(bank.context, { through: 202503 })).prepared.closes).toHaveLength(1)
    })

    test('a restatement of what is not closed', async () => {
        const wish = { from: 202503, ladders: [ladder] }
        const [open] = await failuresOf(planRestatement(bank.context, wish))
        expect(open).toMatchObject({
            code: 'pipeline.restate_unclosed',
            params: { month: '2025-03', first: '2025-01', last: '2025-02' },
        })
        const nothing = planRestatement(bank.context, { from: 202501, ladders: ['other'] })
        expect((await failuresOf(nothing))[0]?.code).toBe('pipeline.restate_nothing')
    })

    test('decisions that give a tier which the rules do not have, all at once', async () => {
        const { db } = bank.context
        const [one, two] = [
            await override(bank, {
                ...{ party: customers.steady, tier: 'silver', from: 202504, until: 202505 },
            }),
            await grant(bank, {
                ...{ parties: [customers.near], tier: 'bronze' },
                ...{ from: '2025-04-01', until: '2025-04-30' },
            }),
        ]
        const failures = await failuresOf(closeBank(bank.context, { through: 202504 }))
        expect(failures.map(({ code, params }) => [code, params.what, params.id])).toEqual([
            ['pipeline.decision_tier_unknown', 'override', one],
            ['pipeline.decision_tier_unknown', 'grant', two],
        ])
        await db.deleteFrom('workbench.override_months').where('override_id', '=', one).execute()
        await db.deleteFrom('workbench.grant_parties').where('grant_id', '=', two).execute()
    })

    test('with a reason it is closed, and the reason is kept', async () => {
        const allowMissing = 'the branch was flooded'
        const { manifest } = await closeBank(bank.context, { through: 202507, allowMissing })
        expect(manifest?.inputs.missing).toEqual({
            reason: allowMissing,
            systems: [{ system: 'corner', table: null, last: '2025-06-20' }],
        })
        const rows = await bank.context.db.selectFrom('serving.closes').select('reason').execute()
        expect(rows.filter(({ reason }) => reason === allowMissing)).toHaveLength(5)
    })

    test('the last run is the one that ran last, whatever the clock says', async () => {
        const { db } = bank.context
        expect(await monthOfLastRun(bank.context)).toBe(202507)
        await db
            .insertInto('serving.runs')
            .values({
                ...{ run_id: 'later', kind: 'run', as_of: '2025-04-30', digest: '' },
                ...{ code_version: '', engine: '', actor: '', finished_at: '2001-01-01' },
            })
            .execute()
        expect(await monthOfLastRun(bank.context)).toBe(202504)
    })

    test('nothing is published while the clock lies before what was last recorded', async () => {
        const { db } = bank.context
        await db
            .insertInto('audit.events')
            .values({
                ...{ at: '2999-01-01', actor: 'test', os_user: 'test', action: 'test' },
                subject: 'test',
                details: '{}',
            })
            .execute()
        const wish = { through: 202508, allowMissing: 'the same flood' }
        const [behind] = await failuresOf(closeBank(bank.context, wish))
        expect(behind).toMatchObject({ code: 'workbench.clock_behind' })
        const closes = await db.selectFrom('serving.closes').select('month').execute()
        expect(Math.max(...closes.map(({ month }) => month))).toBe(202507)
    })
})

describe('an opening state', () => {
    async function opening(
        bank: ClosingBank,
        states: readonly { party: bigint; tier: string; below: number }[],
    ): Promise<void> {
        await bank.context.db
            .insertInto('workbench.opening_states')
            .values(
                states.map(({ party, tier, below }) => ({
                    ...{ ladder, party_id: party, tier },
                    ...{ below_count: below, closes_since_entry: 60 },
                })),
            )
            .execute()
    }

    let bank: ClosingBank
    let steady: bigint

    beforeAll(async () => {
        bank = await newBank()
        steady = await partyOf(bank, customers.steady)
    })

    test('of unknown tiers or unknown customers is refused, all of them told', async () => {
        const { db } = bank.context
        await opening(bank, [
            { party: steady, tier: 'silver', below: 2 },
            { party: 17n, tier: 'copper', below: 0 },
            { party: 18n, tier: 'gold', below: 0 },
        ])
        const close = () => failuresOf(closeBank(bank.context, { through: 202501 }))
        expect((await close()).map(({ code, params }) => [code, params.tier])).toEqual([
            ['pipeline.opening_tier_unknown', 'copper'],
            ['pipeline.opening_tier_unknown', 'silver'],
        ])
        await db.updateTable('workbench.opening_states').set({ tier: 'gold' }).execute()
        expect(await close()).toMatchObject([
            {
                code: 'pipeline.opening_party_unknown',
                params: { count: 2, parties: '17, 18', more: 0 },
            },
        ])
        expect(await db.selectFrom('serving.closes').selectAll().execute()).toEqual([])
        await db.deleteFrom('workbench.opening_states').where('party_id', '<', 100n).execute()
    })

    test('is what the first close begins with', async () => {
        // Both hold gold with less than 50k. Two reviews of three are counted for one of them.
        const near = await partyOf(bank, customers.near)
        await opening(bank, [{ party: near, tier: 'gold', below: 0 }])
        const { manifest } = await closeBank(bank.context, { through: 202503 })
        expect(manifest?.inputs.human).toMatchObject([
            { what: 'opening', ladder, month: '2025-01', rows: 2 },
        ])
        const gold = 'gold earned'
        const mass = 'mass earned'
        expect(await monthsOfParty(bank, { party: customers.steady })).toEqual([mass, mass, mass])
        expect(await monthsOfParty(bank, { party: customers.near })).toEqual([gold, gold, mass])
    })

    test('that an earlier version stored is refused', async () => {
        const { warehouse, folders, db } = bank.context
        const last = (await readCloses(db)).at(-1)
        const sql = "select cast(1 as bigint) as party_id, 'gold' as earned_tier"
        await warehouse.writeParquet({
            sql,
            folder: join(folders.snapshots, last?.assignmentsPath ?? ''),
        })
        const refused = [{ code: 'pipeline.close_form_old', params: { ladder, month: '2025-03' } }]
        expect(await failuresOf(closeBank(bank.context, { through: 202504 }))).toMatchObject(
            refused,
        )
        const wish = { from: 202502, ladders: [ladder] }
        expect(await failuresOf(planRestatement(bank.context, wish))).toMatchObject(refused)
    })
})
