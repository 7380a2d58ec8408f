import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainParty } from '#serving/explain-party.ts'
import { readClose } from '#serving/read-closes.ts'
import { readHistory } from '#serving/read-history.ts'
import { type ListKind, listKinds, readList } from '#serving/read-list.ts'
import { summarise } from '#serving/summarise.ts'
import type { Summary } from '#serving/summary.ts'
import {
    keyOf,
    openPublishedBank,
    type PublishedBank,
    type PublishedRow,
    publish,
} from './published-bank.ts'

// For every list a party that stands on it, and another like it under a confidential cap.

const alike: Readonly<Record<Exclude<ListKind, 'all'>, Omit<PublishedRow, 'party'>>> = {
    near: { near: 'up', next_gap: 1_000_000n },
    movers: { earned_cause: 'upgraded' },
    protected: { earned_cause: 'protected', reviews_left: 2, keep_gap: 7_000_000n },
    untiered: { earned_cause: 'untiered', earned_tier: null, tier: null, raw_tier: null },
    qualified: { qualified_for: 'private' },
    given: { cause: 'capped', rule: 'dispute' },
}
const kinds = listKinds.filter((kind) => kind !== 'all')
type Kind = (typeof kinds)[number]
const openOf = (kind: Kind): number => 100 + kinds.indexOf(kind)
const hiddenOf = (kind: Kind): number => openOf(kind) + 100
const hidden = kinds.map(hiddenOf)

/** What nobody but compliance may learn of a restricted party, but for the ids of tiers. */
const secret = { earned_tier: 'diamond', measure: 2_345_678_901_234n, assets: 234_567_890n }

const anyone = { isCompliance: false }
const compliance = { isCompliance: true }
let bank: PublishedBank

beforeAll(async () => {
    bank = await openPublishedBank()
    const rows = kinds.flatMap((kind): readonly PublishedRow[] => [
        { party: openOf(kind), ...alike[kind] },
        { ...alike[kind], party: hiddenOf(kind), ...secret, tier: 'mass', restricted: true },
    ])
    const before = rows.map(({ party }) => ({ party, tier: 'platinum', earned_tier: 'platinum' }))
    await publish(bank.store, { month: 202511, rows: before })
    await publish(bank.store, { month: 202512, rows })
})
afterAll(() => bank.close())

const question = { ladder: 'wealth', month: null }

describe('a list', () => {
    it.each(kinds)('%s leaves restricted parties out, and out of its count', async (kind) => {
        const close = await readClose(bank.store.db, question)
        const asked = { close, kind, tier: null, limit: 100 } as const
        const shown = await readList(bank.store.db, { ...asked, viewer: anyone })
        const keys = shown.parties.map(({ recordKey }) => recordKey)
        expect(keys).toContain(keyOf(openOf(kind)))
        expect(keys.filter((key) => hidden.map(keyOf).includes(key))).toEqual([])
        expect(shown.total).toBe(shown.parties.length)
        const all = await readList(bank.store.db, { ...asked, viewer: compliance })
        const found = all.parties.find(({ recordKey }) => recordKey === keyOf(hiddenOf(kind)))
        expect(found?.assignment).toMatchObject({ restricted: true, measure: '2345678.901234' })
        expect(all.total).toBeGreaterThan(shown.total)
    })

    it('of all shows their tier given and nothing else, behind all others', async () => {
        const close = await readClose(bank.store.db, question)
        const asked = { close, kind: 'all', tier: null, limit: 100, viewer: anyone } as const
        const { total, parties } = await readList(bank.store.db, asked)
        expect(total).toBe(2 * kinds.length)
        const last = parties.slice(-kinds.length)
        expect(last.map(({ recordKey }) => recordKey)).toEqual(hidden.map(keyOf))
        for (const { assignment } of last) {
            const { ladder, month, edition, tier, restricted, ...rest } = assignment
            expect([ladder, month, edition]).toEqual(['wealth', 202512, 1])
            expect([tier, restricted]).toEqual(['mass', true])
            expect(new Set(Object.values(rest))).toEqual(new Set([null]))
        }
    })

    it('of one tier finds them by the tier given, never by the one earned', async () => {
        const close = await readClose(bank.store.db, question)
        const asked = { close, kind: 'all', limit: 100, viewer: anyone } as const
        const mass = await readList(bank.store.db, { ...asked, tier: 'mass' })
        expect(mass.total).toBe(kinds.length)
        const diamond = await readList(bank.store.db, { ...asked, tier: 'diamond' })
        expect(diamond.total).toBe(0)
    })
})

describe('one party', () => {
    const party = hiddenOf('near')

    it('has a history in which only its restricted months are withheld', async () => {
        const asked = { partyId: String(party), ladder: 'wealth', editions: 'all' } as const
        const [before, now] = await readHistory(bank.store.db, { ...asked, viewer: anyone })
        expect(before).toMatchObject({ earnedTier: 'platinum', restricted: false })
        expect(now).toMatchObject({ tier: 'mass', earnedTier: null, measure: null, near: null })
        const [, told] = await readHistory(bank.store.db, { ...asked, viewer: compliance })
        expect(told).toMatchObject({ tier: 'mass', earnedTier: 'diamond', near: 'up' })
    })

    it('is explained in one sentence, for which nothing else is read', async () => {
        const { db } = bank.store
        const asked = { ...question, party: keyOf(party), edition: null, viewer: anyone }
        const nothing = new Proxy({} as never, {
            get: () => {
                throw new Error('the warehouse was asked about a restricted party')
            },
        })
        const explained = await explainParty(asked, {
            db,
            warehouse: nothing,
            baseCurrency: 'CNY',
            relationsOf: () => {
                throw new Error('the run was asked about a restricted party')
            },
        })
        const { explanation, assignment, facts } = explained
        expect(explanation.sentences).toEqual([{ key: 'restricted', terms: {} }])
        expect(assignment).toMatchObject({ tier: 'mass', restricted: true, earnedTier: null })
        expect([facts, explanation.tests, explanation.ahead, explanation.parts]).toEqual([
            null,
            [],
            [],
            [],
        ])
    })
})

describe('a summary, which anyone may be handed', () => {
    let summary: Summary
    beforeAll(async () => {
        const { db } = bank.store
        const close = await readClose(db, question)
        const shown = { baseCurrency: 'CNY', demo: false }
        summary = await summarise({ db, close, bank: shown, findings: [] })
    })

    it('names no restricted party and no figure of one', () => {
        const text = JSON.stringify({ ...summary, months: [] })
        for (const key of hidden.map(keyOf)) expect(text).not.toContain(key)
        expect(text).not.toContain('2345678')
    })

    it('counts them in the tier given, and in no cause', () => {
        const close = summary.months.at(-1)
        const mass = close?.tiers.find(({ tier }) => tier === 'mass')
        expect(mass?.parties).toBe(kinds.length)
        expect(close?.causes).toEqual({
            unchanged: 3,
            upgraded: 1,
            protected: 1,
            untiered: 1,
        })
        expect(summary.near.up.parties).toBe(1)
    })

    it('moves them between given tiers without their money', () => {
        const fallen = summary.migrations.find(({ to }) => to === 'mass')
        expect(fallen).toEqual({
            from: 'platinum',
            to: 'mass',
            parties: kinds.length,
            assets: '0.00',
        })
    })
})
