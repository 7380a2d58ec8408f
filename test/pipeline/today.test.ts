import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Day } from '#domain/month.ts'
import { Refusal } from '#domain/result.ts'
import { assertDayEnds } from '#pipeline/assert-day-ends.ts'
import { buildToday } from '#pipeline/build-today.ts'
import { closeBank } from '#pipeline/close-bank.ts'
import { planToday } from '#pipeline/plan-today.ts'
import { type NeededLists, readNeeded } from '#serving/read-needed.ts'
import { type PartyToday, readPartyToday } from '#serving/read-party-today.ts'
import type { Viewer } from '#serving/withhold.ts'
import { removeBank } from '../e2e/small-bank.ts'
import { customers } from '../e2e/small-bank-files.ts'
import { type ClosingBank, openClosingBank, reopen } from './closing-bank.ts'

const day: Day = '2025-05-10'
const from = [11, 21, 31]
const days = { days: 31, daysKnown: 10 }
const everyone: Viewer = { isCompliance: false }
const compliance: Viewer = { isCompliance: true }

/** What is held from the first of May on; nobody's balance moves after that. */
const heldInMay: Readonly<Record<string, number>> = {
    '001': 10_000,
    '002': 20_000,
    '003': 90_000,
    '004': 45_000,
    '006': 510_000,
    '007': 6_300,
}

let opened: ClosingBank

beforeAll(async () => {
    opened = await openClosingBank()
    const folder = join(opened.small.data, 'models/identity')
    const rows = Object.entries(heldInMay).map(([no, balance]) => `('A${no}', ${balance})`)
    await writeFile(join(folder, 'corner__day_ends.sql'), dayEndsSql(rows))
    await writeFile(join(folder, 'corner__day_ends.yml'), dayEndsTwin)
    await opened.bank.close()
    opened = await reopen(opened.small)
    await closeBank(opened.context, { through: 202504 })
})

afterAll(async () => {
    await opened.bank.close()
    await removeBank(opened.small)
})

function dayEndsSql(rows: readonly string[]): string {
    return `select
    {{ record_id('corner', 'account', account_no) }} as account_id,
    date '2025-05-01' as day,
    cast(balance as decimal(18,2)) as balance
from (values ${rows.join(', ')}) as told (account_no, balance)
`
}

const dayEndsTwin = `description: Day-ends of May. One row per account and day of a new balance.
grain: none
key: [account_id, day]
columns:
    account_id: { type: bigint, description: The account. }
    day: { type: date, description: First day at whose end the balance holds. }
    balance: { type: 'decimal(18,2)', unit: currency of the account, description: Balance. }
`

async function builtDay() {
    const { context } = opened
    const planned = await planToday(context, day)
    const { steps } = await buildToday(context, { plan: planned.plan, asOf: day })
    const [ladder] = planned.ladders
    if (ladder === undefined) return expect.fail('the bank has a ladder')
    const relation = (model: string): string => {
        const path = steps.find((one) => one.model === model)?.path ?? ''
        return context.warehouse.parquet([join(context.folders.snapshots, path)])
    }
    return { steps, ladder, relation }
}

async function lists(viewer: Viewer): Promise<NeededLists> {
    const { ladder, relation } = await builtDay()
    const { policy } = ladder.rules
    return await readNeeded(
        { policy, days, later: 21, limit: 10, viewer },
        {
            warehouse: opened.context.warehouse,
            amounts: relation('tiers.amounts_needed'),
            parties: relation('identity.parties'),
        },
    )
}

async function partyToday(party: string, viewer = everyone): Promise<PartyToday> {
    const { ladder, relation } = await builtDay()
    return await readPartyToday(
        { party, policy: ladder.rules.policy, days, from, viewer },
        {
            warehouse: opened.context.warehouse,
            facts: relation('features.party_today'),
            parties: relation('identity.parties'),
            amounts: relation('tiers.amounts_needed'),
        },
    )
}

it('builds what the day needs, after the last close, and nothing twice', async () => {
    const { steps, ladder } = await builtDay()
    expect(ladder.held?.month).toBe(202504)
    expect(steps.some(({ model }) => model === 'features.party_months')).toBe(false)
    const again = await planToday(opened.context, day)
    const missing = again.plan.steps.filter(({ isBuilt }) => !isBuilt)
    expect(missing.map(({ id }) => id)).toEqual([])
    const last = await assertDayEnds(opened.context, { steps: again.plan.steps, asOf: day })
    expect(last).toBe('2025-05-01')
})

it('lists who is within reach and who may fall, most money first', async () => {
    const { rise, keep, unknown } = await lists(everyone)
    // 45k on each of 31 days lacks 31 × 5k of gold; 21 days are left, or 11 from the 21st on.
    expect(rise).toMatchObject({
        total: 1,
        atStake: upToCent((31 * 5_000) / 21),
        parties: [
            {
                recordKey: customers.near,
                heldTier: 'mass',
                aim: 'gold',
                balance: '45000.000000',
                needed: upToCent((31 * 5_000) / 21),
                neededLater: upToCent((31 * 5_000) / 11),
                mayLeave: null,
            },
        ],
    })
    // 6,300 euro at 8 are 50,400: a little above gold. 20k are below it, still protected.
    expect(keep.parties).toMatchObject([
        {
            recordKey: customers.foreign,
            needed: '0.00',
            mayLeave: downToCent((31 * 400) / 21),
        },
        { recordKey: customers.falls, needed: upToCent((31 * 30_000) / 21), mayLeave: '0.00' },
    ])
    expect([keep.total, keep.atStake]).toEqual([2, '70400.00'])
    // 008 and the 32 others have no day-ends; the company is not on the ladder.
    expect(unknown).toBe(33)
})

it('tells of a restricted customer to compliance alone', async () => {
    const shown = (found: NeededLists): readonly string[] =>
        found.keep.parties.map(({ recordKey }) => recordKey)
    expect(shown(await lists(everyone))).not.toContain(customers.enters)
    expect(shown(await lists(compliance))[0]).toBe(customers.enters)
    const withheld = await partyToday(customers.enters)
    expect(withheld).toMatchObject({
        isRestricted: true,
        heldTier: null,
        aims: [],
        toDate: { sum: null, balance: null },
    })
    const open = await partyToday(customers.enters, compliance)
    expect(open.heldTier).toBe('platinum')
    expect(open.aims).toMatchObject([
        { tier: 'platinum', isHeld: true, mayLeave: downToCent((31 * 10_000) / 21) },
    ])
})

it('tells one customer what each tier needs, day by day', async () => {
    const found = await partyToday(customers.near)
    expect(found.facts.aum_now).toEqual({ units: 4_500_000n, scale: 2 })
    expect(found.aims.map(({ tier, isReached }) => [tier, isReached])).toEqual([
        ['gold', false],
        ['platinum', false],
    ])
    expect(found.aims[0]?.needed).toEqual(
        [21, 11, 1].map((counting) => upToCent((31 * 5_000) / counting)),
    )
    const unknown = await partyToday(customers.unknown)
    expect(unknown.aims[0]).toMatchObject({ isReached: null, needed: [null, null, null] })
    const company = await partyToday(customers.company)
    expect([company.isOnLadder, company.aims]).toEqual([false, []])
})

it('refuses a day before any day-end, and a customer who is not there', async () => {
    const early = '2025-04-20'
    const { plan } = await planToday(opened.context, early)
    const asked = buildToday(opened.context, { plan, asOf: early })
    await expect(asked.catch(codeOf)).resolves.toBe('pipeline.day_ends_missing')
    const nobody = partyToday('corner:customer:999').catch(codeOf)
    await expect(nobody).resolves.toBe('serving.party_unknown')
    await expect(partyToday('nobody').catch(codeOf)).resolves.toBe('serving.party_text')
})

function codeOf(cause: unknown): unknown {
    return cause instanceof Refusal ? cause.failures[0]?.code : cause
}

/** Whole cents of an amount, which is no number of cents itself. */
function upToCent(amount: number): string {
    return (Math.ceil(Math.round(amount * 1e8) / 1e6) / 100).toFixed(2)
}

function downToCent(amount: number): string {
    return (Math.floor(amount * 100) / 100).toFixed(2)
}
