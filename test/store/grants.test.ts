import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addGrant, type GrantWish } from '#workbench/grants/add-grant.ts'
import { decideGrant } from '#workbench/grants/decide-grant.ts'
import { listGrants } from '#workbench/grants/list-grants.ts'
import { importOpening } from '#workbench/opening/import-opening.ts'
import { closeMonths, openTestBench, refusedWith, type TestBench } from './open-workbench.ts'

let bench: TestBench
const ladder = 'stars'

/** Asks for a grant to some customers, from 2025-03-15 to 2025-05-14 where not told otherwise. */
async function ask(lines: readonly string[], wish: Partial<GrantWish> = {}): Promise<number> {
    const file = await bench.file('grant.csv', `party\n${lines.join('\n')}\n`)
    const plain = { ladder, tier: 'gold', campaign: 'spring', reason: 'trial', file }
    const days = { from: '2025-03-15', until: '2025-05-14' }
    return (await addGrant(bench.as('maker'), { ...plain, ...days, ...wish })).grantId
}

const rows = (table: 'grants' | 'grant_parties' | 'opening_states') =>
    bench.store.db.selectFrom(`workbench.${table}`).selectAll().execute()

describe('an opening state', () => {
    beforeAll(async () => {
        bench = await openTestBench({ published: true })
    })

    test('before any close, parties are told from their record keys', async () => {
        const text =
            'party,tier,below_count,closes_since_entry\nbank:customer:1,gold,2,\n1002,base,,7\n'
        const file = await bench.file('opening.csv', text)
        expect(await importOpening(bench.as('maker'), { file, ladder })).toEqual({
            parties: 2,
            arePartiesKnown: false,
        })
        // First 15 hex digits of sha256('4:bank8:customer1:1'), as the models compute it.
        const hash = await crypto.subtle.digest('SHA-256', Buffer.from('4:bank8:customer1:1'))
        const partyId = BigInt(`0x${Buffer.from(hash).toString('hex').slice(0, 15)}`)
        const state = { ladder, party_id: partyId, tier: 'gold', below_count: 2 }
        const states = await rows('opening_states')
        expect(states).toHaveLength(2)
        expect(states).toContainEqual({ ...state, closes_since_entry: 60 })
        const other = { ladder, party_id: 1002n, tier: 'base', below_count: 0 }
        expect(states).toContainEqual({ ...other, closes_since_entry: 7 })
    })

    test('every fault is told, and what was imported before stays', async () => {
        const text =
            'party,tier,below_count\n1001,ruby,\n1001,gold,61\n1001,base,\n' +
            'x,gold,-1\n,gold,\n1001,gold,1\n'
        const file = await bench.file('opening.csv', text)
        expect(await refusedWith(importOpening(bench.as('maker'), { file, ladder }))).toEqual([
            ...['tier_unknown 2:6', 'count_unfit 3:11', 'party_twice 3:1', 'party_twice 4:1'],
            ...['count_unfit 5:8', 'party_unfit 5:1', 'value_missing 6:1', 'party_twice 7:1'],
        ])
        expect(await rows('opening_states')).toHaveLength(2)
    })

    test('importing again replaces; after the first close it is too late', async () => {
        const file = await bench.file('opening.csv', 'party,tier\n1003,gold\n')
        await importOpening(bench.as('maker'), { file, ladder })
        expect(await rows('opening_states')).toMatchObject([{ party_id: 1003n }])
        await closeMonths(bench, [202501])
        expect(await refusedWith(importOpening(bench.as('maker'), { file, ladder }))).toEqual([
            'opening_closed',
        ])
    })

    afterAll(() => bench.close())
})

describe('a grant', () => {
    beforeAll(async () => {
        bench = await openTestBench({ published: true })
        await closeMonths(bench, [202501, 202502])
        const parties = Array.from({ length: 6000 }, (_, index) => ({
            party_id: BigInt(100_000 + index),
            record_key: `bank:many:${index}`,
            ...{ kind: 'person' as const, name_masked: null, branch: null, region: null },
            ...{ industry: null, first_month: 202401 },
        }))
        for (const half of [parties.slice(0, 3000), parties.slice(3000)]) {
            await bench.store.db.insertInto('serving.parties').values(half).execute()
        }
    })
    afterAll(() => bench.close())

    test('of 5,000 lines three are bad: all three are named, and nothing is stored', async () => {
        const lines = Array.from({ length: 5000 }, (_, index) => `bank:many:${index}`)
        lines[16] = 'bank:many:6000'
        lines[2499] = 'nobody'
        lines[4998] = 'bank:many:0'
        expect(await refusedWith(ask(lines))).toEqual([
            'party_unknown 18:1',
            'party_unfit 2501:1',
            'party_twice 5000:1',
        ])
        expect(await rows('grants')).toEqual([])
        expect(await rows('grant_parties')).toEqual([])
    })

    test('what is wrong with the whole is told beside it', async () => {
        const wish = { tier: 'ruby', campaign: ' ', from: '2025-02-28', until: '2025-02-27' }
        expect(await refusedWith(ask(['1001', 'x'], wish))).toEqual([
            ...['value_missing', 'grant_early', 'range_reversed', 'party_unfit 3:1'],
        ])
        expect(await refusedWith(ask(['1001'], { tier: 'ruby' }))).toEqual(['tier_unknown'])
        expect(await refusedWith(ask(['1001'], { until: '2027-03-15' }))).toEqual(['grant_long'])
    })

    test('is decided by another person up to the tier that this person may approve', async () => {
        const gold = await ask(['1001', 'bank:customer:2'])
        const diamond = await ask(['1003'], { tier: 'diamond', until: '2027-03-14' })
        const decide = (name: string, id: number) =>
            decideGrant(bench.as(name), { id, status: 'approved' })
        expect(await refusedWith(decide('maker', gold))).toEqual(['own_request'])
        expect(await refusedWith(decide('nobody', gold))).toEqual(['may_not_approve_tier'])
        expect(await refusedWith(decide('branch', diamond))).toEqual(['may_not_approve_tier'])
        expect(await refusedWith(decide('head', 99))).toEqual(['request_unknown'])
        expect(await decide('branch', gold)).toBe(gold)
        expect(await refusedWith(decide('head', gold))).toEqual(['request_decided'])
        await decideGrant(bench.as('head'), { id: diamond, status: 'refused' })
        const all = await listGrants(bench.as('maker'), { ladder, ending: null })
        expect(all).toMatchObject([{ grantId: gold, parties: 2, status: 'approved' }])
        expect(await listGrants(bench.as('maker'), { ladder, ending: 202505 })).toHaveLength(1)
        expect(await listGrants(bench.as('maker'), { ladder, ending: 202504 })).toEqual([])
    })

    test('once a party in 24 months, counted from first day to first day', async () => {
        // Customers 1 and 2 have one from 2025-03-15; the one of customer 3 was refused.
        const late = { from: '2027-03-14', until: '2027-04-30' }
        const again = await refusedWith(ask(['1004', '1002', '1003', '1001'], late))
        expect(again).toEqual(['grant_again 3:1', 'grant_again 5:1'])
        await ask(['1001', '1002', '1003'], { from: '2027-03-15', until: '2027-04-30' })
        // The other way round: one that would begin before another that waits.
        const between = { from: '2026-01-01', until: '2026-01-31' }
        expect(await refusedWith(ask(['1003'], between))).toEqual(['grant_again 2:1'])
        await ask(['1004'], between)
    })
})
