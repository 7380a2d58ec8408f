import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#domain/result.ts'
import { readCloseBefore } from '#serving/close-before.ts'
import { readClose } from '#serving/read-closes.ts'
import { readEdition } from '#serving/read-edition.ts'
import { readHistory } from '#serving/read-history.ts'
import { readList } from '#serving/read-list.ts'
import { readMonths } from '#serving/read-months.ts'
import { openPublishedBank, type PublishedBank, publish } from './published-bank.ts'

// November and December, then both again: customer 2 is gone from them, customer 1 has fallen.

let bank: PublishedBank
const viewer = { isCompliance: false }

beforeAll(async () => {
    bank = await openPublishedBank()
    const { store } = bank
    const same = [{ party: 3 }]
    await publish(store, { month: 202511, rows: [{ party: 1 }, { party: 2 }, ...same] })
    // The same recipe has the same path, whatever the edition.
    const path = 'same-path'
    const first = [{ party: 1 }, { party: 2 }, ...same]
    await publish(store, { month: 202512, path, rows: first })
    const fallen = { tier: 'mass', earned_tier: 'mass', earned_cause: 'downgraded' }
    const reason = 'a delivery was wrong'
    const rows = [{ party: 1, ...fallen }, ...same]
    await publish(store, { month: 202511, edition: 2, reason, rows })
    const later = [{ party: 1, tier: 'mass', earned_tier: 'mass' }, ...same]
    await publish(store, { month: 202512, edition: 2, reason, path, rows: later })
})
afterAll(() => bank.close())

const ladder = 'wealth'

describe('of a month closed twice', () => {
    it('the highest edition is read, another one where it is named', async () => {
        const { db } = bank.store
        expect(await readClose(db, { ladder, month: 202511 })).toMatchObject({ edition: 2 })
        const asked = { ladder, month: 202511, edition: 1 }
        expect(await readEdition(db, asked)).toMatchObject({ edition: 1, runId: 'run-202511-1' })
        expect(await readEdition(db, { ...asked, edition: null })).toMatchObject({ edition: 2 })
        await expect(readEdition(db, { ...asked, edition: 3 })).rejects.toThrow(Refusal)
    })

    it('each edition follows the one that was there when it was made', async () => {
        const { db } = bank.store
        const editionBefore = async (edition: number) => {
            const close = await readEdition(db, { ladder, month: 202512, edition })
            return (await readCloseBefore(db, close))?.edition
        }
        expect([await editionBefore(1), await editionBefore(2)]).toEqual([1, 2])
        const first = await readEdition(db, { ladder, month: 202511, edition: 2 })
        expect(await readCloseBefore(db, first)).toBeNull()
    })

    it('a history has the editions in force, or all of them, marked', async () => {
        const { db } = bank.store
        const asked = { partyId: '1', ladder, viewer }
        const inForce = await readHistory(db, { ...asked, editions: 'in_force' })
        expect(inForce.map(({ month, edition, tier }) => [month, edition, tier])).toEqual([
            [202511, 2, 'mass'],
            [202512, 2, 'mass'],
        ])
        const all = await readHistory(db, { ...asked, editions: 'all' })
        expect(all.map(({ month, edition, isInForce }) => [month, edition, isInForce])).toEqual([
            [202511, 2, true],
            [202511, 1, false],
            [202512, 2, true],
            [202512, 1, false],
        ])
        expect(all[0]?.reason).toBe('a delivery was wrong')
    })

    it('a party that the edition in force does not know has no tier by an older one', async () => {
        const { db } = bank.store
        const asked = { partyId: '2', ladder, viewer }
        expect(await readHistory(db, { ...asked, editions: 'in_force' })).toEqual([])
        expect(await readHistory(db, { ...asked, editions: 'all' })).toHaveLength(2)
    })

    it('counts hold one edition each, though both lie in one snapshot', async () => {
        const { db } = bank.store
        const close = await readClose(db, { ladder, month: null })
        const [month] = await readMonths(db, [close])
        expect(month?.tiers.map(({ tier, parties }) => [tier, parties]).sort()).toEqual([
            ['gold', 1],
            ['mass', 1],
        ])
        const asked = { kind: 'all', tier: null, limit: 10, viewer } as const
        expect(await readList(db, { close, ...asked })).toMatchObject({ total: 2 })
        const first = await readEdition(db, { ladder, month: null, edition: 1 })
        expect(await readList(db, { close: first, ...asked })).toMatchObject({ total: 3 })
    })

    it('movers have moved since the edition that theirs follows', async () => {
        const { db } = bank.store
        const close = await readClose(db, { ladder, month: null })
        const asked = { kind: 'movers', tier: null, limit: 10, viewer } as const
        expect((await readList(db, { close, ...asked })).total).toBe(0)
    })
})
