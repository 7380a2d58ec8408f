import { describe, expect, it } from 'vitest'
import { addMonths, daysOf } from '#domain/month.ts'
import { type Stage, stages } from '#features/stage-words.ts'
import type { LifecyclePolicy } from './lifecycle-policy.ts'
import { nextStage, type StageFacts, type StageState } from './next-stage.ts'

const trend = { by: 3000, months: 2, aumMin: 10_000, transactionsMin: 6, baseMonths: 6 }
const names = { 'zh-CN': '客户', 'zh-TW': '客戶', en: 'Customer' }
const modes = Object.fromEntries(
    stages.map((stage) => [stage, { mode: 'serve', text: names }]),
) as LifecyclePolicy['modes']
const policy: LifecyclePolicy = {
    ...{ version: '2025-01', name: names, effectiveFrom: 202501, modes },
    ...{ lostMonths: 12, dormantDays: 180, dormantAumBelow: 1000, wonBackMonths: 3, newDays: 90 },
    ...{ declining: trend, growing: trend },
}

/** A month: assets in thousands, or what differs from an active customer of long standing. */
type Told = number | null | Partial<Omit<StageFacts, 'month' | 'monthDays'>>

/** An active customer of ten years with 8 transactions a month. */
const ordinary = {
    accountsOpen: 1,
    tenureDays: 3650,
    customerDays: 3,
    hasTerm: false,
    loansRunning: 0,
    aum: 5_000_000n,
    transactions: 8n,
}

function statesOf(told: readonly Told[], begun: StageState | null = null): readonly StageState[] {
    const states: StageState[] = []
    told.forEach((one, index) => {
        const month = addMonths(202501, index)
        const seen = typeof one === 'number' ? { aum: BigInt(Math.round(one * 100_000)) } : one
        const facts = { ...ordinary, ...(seen ?? { aum: null }), month, monthDays: daysOf(month) }
        states.push(nextStage(policy, states.at(-1) ?? begun, facts))
    })
    return states
}

const times = (count: number, told: Told): readonly Told[] =>
    Array.from({ length: count }, () => told)
const asleep = { aum: 99_999n, customerDays: 180 }
const closed = { aum: 0n, accountsOpen: 0, customerDays: 20 }

/** What happens month by month, and the stages that come of it. */
const lives: readonly (readonly [string, readonly Told[], readonly Stage[]])[] = [
    ['nothing happens', times(4, 50), ['stable', 'stable', 'stable', 'stable']],
    [
        'no account yet',
        times(2, { aum: 0n, accountsOpen: 0, tenureDays: null }),
        ['potential', 'potential'],
    ],
    [
        'a first account after a time without',
        [
            { aum: 0n, accountsOpen: 0, tenureDays: null, customerDays: null },
            { tenureDays: 10 },
            { tenureDays: 90 },
            { tenureDays: 91 },
        ],
        ['potential', 'new', 'new', 'stable'],
    ],
    [
        'opened and closed within a month, seen before',
        [
            { aum: 0n, accountsOpen: 0, tenureDays: null },
            { ...closed, tenureDays: 10 },
        ],
        ['potential', 'lost'],
    ],
    ['all accounts closed', [50, closed, closed], ['stable', 'lost', 'lost']],
    ['dormant at the bounds', [{ ...asleep, customerDays: 179 }, asleep], ['stable', 'dormant']],
    ['not under the floor', [{ ...asleep, aum: 100_000n }], ['stable']],
    ['a term that runs', [{ ...asleep, hasTerm: true }], ['stable']],
    ['a loan that runs', [{ ...asleep, loansRunning: 1 }], ['stable']],
    ['perhaps a loan that runs', [{ ...asleep, loansRunning: null }], ['stable']],
    [
        'dormant for a year',
        times(13, asleep),
        [...(Array(11).fill('dormant') as Stage[]), 'lost', 'lost'],
    ],
    [
        'dormant, interrupted',
        [...times(6, asleep), { ...asleep, hasTerm: true }, ...times(6, asleep)],
        [
            ...(Array(6).fill('dormant') as Stage[]),
            'stable',
            ...(Array(6).fill('dormant') as Stage[]),
        ],
    ],
    [
        'won back for three months',
        [asleep, 0.5, 0.5, 0.5, 0.5],
        ['dormant', 'won_back', 'won_back', 'won_back', 'stable'],
    ],
    [
        'won back after all was closed, and more is here than was',
        [closed, 20, 20, 20, 20],
        ['lost', 'won_back', 'won_back', 'won_back', 'growing'],
    ],
    [
        'money alone is no coming back',
        [asleep, { ...asleep, aum: 100_000n }, asleep],
        ['dormant', 'stable', 'dormant'],
    ],
    [
        'lost once more while won back',
        [closed, 20, closed, 20, 20, 20, 20],
        ['lost', 'won_back', 'lost', 'won_back', 'won_back', 'won_back', 'growing'],
    ],
    ['falls twice', [50, 50, 50, 35, 35], ['stable', 'stable', 'stable', 'stable', 'declining']],
    [
        'falls by a cent too little',
        [50, 50, 50, 35.00001, 35],
        [...(Array(5).fill('stable') as Stage[])],
    ],
    ['falls, and is back', [50, 50, 50, 30, 50, 30], Array(6).fill('stable') as Stage[]],
    ['had too little to lose', [9, 9, 9, 1, 1], Array(5).fill('stable') as Stage[]],
    [
        'settles at a lower level: the base lapses',
        [50, 50, 50, ...times(7, 20)],
        [
            ...(Array(4).fill('stable') as Stage[]),
            ...(Array(5).fill('declining') as Stage[]),
            'stable',
        ],
    ],
    ['rises twice', [20, 20, 20, 26, 26], [...(Array(4).fill('stable') as Stage[]), 'growing']],
    ['rises from nothing', [0, 0, 0, 10, 10], [...(Array(4).fill('stable') as Stage[]), 'growing']],
    ['rises and stays small', [2, 2, 2, 9, 9], Array(5).fill('stable') as Stage[]],
    [
        'fewer transactions',
        [...times(3, {}), { transactions: 5n }, { transactions: 5n }],
        [...(Array(4).fill('stable') as Stage[]), 'declining'],
    ],
    [
        'more transactions, of which a month is unknown',
        [...times(3, {}), { transactions: 11n }, { transactions: null }, { transactions: 11n }],
        [...(Array(5).fill('stable') as Stage[]), 'growing'],
    ],
    [
        'assets unknown keep the stage and the counts',
        [50, 50, 50, 35, null, null, 35],
        [...(Array(6).fill('stable') as Stage[]), 'declining'],
    ],
]

describe('the stage of a customer', () => {
    for (const [name, told, expected] of lives) {
        it(`goes on: ${name}`, () => {
            expect(statesOf(told).map(({ stage }) => stage)).toEqual(expected)
        })
    }

    it('is none while assets have never been known', () => {
        expect(
            statesOf([null, null, 50]).map(({ stage, sinceMonth }) => [stage, sinceMonth]),
        ).toEqual([
            [null, null],
            [null, null],
            ['stable', 202503],
        ])
    })

    it('tells since when and why, by what fell first', () => {
        const both = [...times(3, {}), ...times(2, { aum: 3_500_000n, transactions: 5n })]
        const [last] = statesOf(both).slice(-1)
        expect(last).toMatchObject({ reason: 'aum_fell', sinceMonth: 202505 })
        expect(statesOf([50, null])[1]).toMatchObject({
            ...{ stage: 'stable', reason: 'aum_unknown', sinceMonth: 202501 },
        })
    })

    it('counts watched days where no transaction is known, within the time as a customer', () => {
        const unknown = { aum: 0n, customerDays: null }
        const days = statesOf(times(3, unknown)).map(({ idleDays }) => idleDays)
        expect(days).toEqual([31, 31 + 28, 31 + 28 + 31])
        const [young] = statesOf([{ ...unknown, tenureDays: 5 }])
        expect(young?.idleDays).toBe(5)
    })
})
