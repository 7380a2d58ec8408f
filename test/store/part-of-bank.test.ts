import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Among } from '#serving/among.ts'
import { readCloseActions } from '#serving/read-close-actions.ts'
import { readClose } from '#serving/read-closes.ts'
import { summarise } from '#serving/summarise.ts'
import type { Summary } from '#serving/summary.ts'
import { keyOf, openPublishedBank, type PublishedBank, publish } from './published-bank.ts'

// A part of a bank: what is told of some parties alone, and nothing of a restricted one's money.

const open = { assets: 5_000_000n, measure: 50_000_000_000n } as const
const near = { ...open, near: 'up', next_tier: 'diamond', next_gap: 1_000_000n } as const
const rows = [
    { party: 1, ...near },
    { party: 2, ...open, earned_cause: 'protected', reviews_left: 1 },
    { party: 3, ...near },
    { party: 4, ...near, assets: 234_567_890n, restricted: true },
] as const

let bank: PublishedBank

beforeAll(async () => {
    bank = await openPublishedBank()
    await publish(bank.store, { month: 202512, rows })
})
afterAll(() => bank.close())

async function summaryOf(among: Among): Promise<Summary> {
    const { db } = bank.store
    const close = await readClose(db, { ladder: 'wealth', month: null })
    const shown = { baseCurrency: 'CNY', demo: false }
    return await summarise({ db, close, bank: shown, findings: [], among })
}

const ofParties = (...ids: readonly bigint[]): Among => ({ kind: 'parties', partyIds: ids })

describe('the summary of a part', () => {
    it('counts its parties alone, on lists as in sums', async () => {
        const { months, near: found } = await summaryOf(ofParties(1n, 2n))
        const [tier] = months.at(-1)?.tiers ?? []
        expect(tier).toMatchObject({ parties: 2, assets: '100000.00' })
        expect(found.up).toEqual({ parties: 1, gap: '1.00' })
        expect(found.parties.map(({ recordKey }) => recordKey)).toEqual([keyOf(1)])
    })

    it('counts a restricted party without its money', async () => {
        const { months, near: found } = await summaryOf(ofParties(4n))
        const [tier] = months.at(-1)?.tiers ?? []
        expect(tier).toMatchObject({ parties: 1, assets: '0.00' })
        expect(found.up.parties).toBe(0)
    })

    it('of the branch that all are kept by has them all', async () => {
        const east = await summaryOf({ kind: 'branches', branches: ['East'] })
        expect(east.months.at(-1)?.tiers[0]).toMatchObject({ parties: 4, assets: '150000.00' })
        const west = await summaryOf({ kind: 'branches', branches: ['West'] })
        expect(west.months.at(-1)?.tiers).toEqual([])
    })
})

describe('what a close gives to do', () => {
    it('is for open parties of the part, with the amount that is at stake', async () => {
        const { db } = bank.store
        const close = await readClose(db, { ladder: 'wealth', month: null })
        const among = ofParties(1n, 2n, 4n)
        const found = await readCloseActions(db, { close, among, limit: 1 })
        const told = found.map(({ code, parties, amount, first }) => {
            return [code, parties, amount, first.map(({ recordKey }) => recordKey)]
        })
        expect(told).toEqual([
            ['near_up', 1, '1.00', [keyOf(1)]],
            ['fall_next', 1, '50000.00', [keyOf(2)]],
        ])
    })
})

describe('near a threshold', () => {
    let other: PublishedBank
    const gaps = [10_000, 9_000, 12_176, 1_231, 12_314]

    beforeAll(async () => {
        other = await openPublishedBank()
        const up = gaps.map((gap, index) => {
            return { party: index + 1, ...near, next_gap: BigInt(gap) * 1_000_000n }
        })
        const down = [75_381, 102_716, 80_234].map((measure, index) => ({
            ...({ party: index + 11, ...open, near: 'down', raw_tier: 'gold' } as const),
            measure: BigInt(measure) * 1_000_000n,
        }))
        await publish(other.store, { month: 202512, rows: [...up, ...down] })
    })
    afterAll(() => other.close())

    it('the nearest come first, by their numbers', async () => {
        const { db } = other.store
        const close = await readClose(db, { ladder: 'wealth', month: null })
        const shown = { baseCurrency: 'CNY', demo: false }
        const { near: found } = await summarise({ db, close, bank: shown, findings: [] })
        const order = gaps
            .map((_, index) => index)
            .sort((one, two) => {
                return (gaps[one] ?? 0) - (gaps[two] ?? 0)
            })
        expect(found.parties.map(({ recordKey }) => recordKey)).toEqual(
            [...order.map((index) => index + 1), 11, 13, 12].map(keyOf),
        )
    })
})
