import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readClose } from '#serving/read-closes.ts'
import { type ListKind, listKinds, readList } from '#serving/read-list.ts'
import {
    openPublishedBank,
    type PublishedBank,
    type PublishedRow,
    publish,
} from './published-bank.ts'

const held = { tier: 'platinum', cause: 'overridden', rule: '12' }

/** November and December of one party each, and the lists of December that it stands on. */
const stories: Readonly<
    Record<
        string,
        readonly [
            before: Omit<PublishedRow, 'party'> | null,
            now: Omit<PublishedRow, 'party'>,
            lists: readonly ListKind[],
        ]
    >
> = {
    'nothing happened': [{}, {}, []],
    'new here': [null, { earned_cause: 'entered' }, ['movers']],
    upgraded: [
        {},
        { earned_cause: 'upgraded', earned_tier: 'platinum', tier: 'platinum' },
        ['movers'],
    ],
    'has left': [{}, { earned_cause: 'left', earned_tier: null, tier: null }, ['movers']],
    'lost the tier for want of data': [
        {},
        { earned_cause: 'untiered', earned_tier: null, tier: null, raw_tier: null },
        ['movers', 'untiered'],
    ],
    'still without data': [
        { earned_cause: 'untiered', earned_tier: null, tier: null },
        { earned_cause: 'untiered', earned_tier: null, tier: null, raw_tier: null },
        ['untiered'],
    ],
    'now set by a person': [{}, held, ['movers', 'given']],
    'set by a person before and now': [held, held, ['given']],
    'set by a person until now': [held, { cause: 'override_expired' }, ['movers', 'given']],
    'lent a tier until now': [{ ...held, cause: 'granted', rule: '17' }, {}, ['movers']],
    'taken over a higher tier': [
        { earned_tier: 'mass', tier: 'mass' },
        { earned_cause: 'merged' },
        ['movers'],
    ],
    'near the next tier': [{}, { near: 'up' }, ['near']],
    'near it and still holding it': [
        {},
        { near: 'up', earned_tier: 'platinum', earned_cause: 'protected', reviews_left: 2 },
        ['protected'],
    ],
    'only the signature is missing': [{}, { qualified_for: 'private' }, ['qualified']],
}

let bank: PublishedBank
beforeAll(async () => {
    bank = await openPublishedBank()
    const all = Object.values(stories).map(([before, now], index) => ({
        before: before === null ? [] : [{ party: index, ...before }],
        now: { party: index, ...now },
    }))
    await publish(bank.store, { month: 202511, rows: all.flatMap(({ before }) => before) })
    await publish(bank.store, { month: 202512, rows: all.map(({ now }) => now) })
})
afterAll(() => bank.close())

describe('the lists', () => {
    it.each(Object.entries(stories))('find who %s', async (name, [before, , lists]) => {
        const { db } = bank.store
        const close = await readClose(db, { ladder: 'wealth', month: null })
        const party = String(Object.keys(stories).indexOf(name))
        const tierBefore = before === null ? null : { tier: 'gold', ...before }.tier
        const found: ListKind[] = []
        for (const kind of listKinds.filter((one) => one !== 'all')) {
            const asked = { close, kind, tier: null, limit: 100 } as const
            const { parties } = await readList(db, { ...asked, viewer: { isCompliance: false } })
            const one = parties.find(({ partyId }) => partyId === party)
            if (one === undefined) continue
            found.push(kind)
            expect(one.tierBefore).toBe(tierBefore)
        }
        expect(found).toEqual(lists)
    })
})
