import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addMonths, formatMonth, parseMonth } from '#domain/month.ts'
import type { Failure } from '#domain/result.ts'
import { openStore } from '#store/store.ts'
import { addOverrides } from '#workbench/overrides/add-overrides.ts'
import {
    approveOverrides,
    endOverride,
    refuseOverrides,
} from '#workbench/overrides/decide-overrides.ts'
import { listOverrides } from '#workbench/overrides/list-overrides.ts'
import { type OverrideTexts, readOverrideWish } from '#workbench/overrides/override-wish.ts'
import { readOverrideFile } from '#workbench/overrides/read-override-file.ts'
import { closeMonths, openTestBench, refusedWith, type TestBench } from './open-workbench.ts'

// The last close is that of 2025-02 and serves 2025-03: the first month to decide on.

const ladder = 'stars'
const party = 'bank:customer:1'
let bench: TestBench

beforeAll(async () => {
    bench = await openTestBench({ published: true })
    await closeMonths(bench, [202501, 202502])
})
afterAll(() => bench.close())

/** Each test begins with the two closes and without an override. */
afterEach(async () => {
    const { db } = bench.store
    await db.deleteFrom('workbench.override_months').execute()
    await db.deleteFrom('workbench.overrides').execute()
    await db.deleteFrom('serving.assignments').execute()
    await db.deleteFrom('serving.closes').where('month', '>', 202502).execute()
})

/** Asks for one override in the name of `maker`; gold from 2025-03 to 2025-05 where not told. */
async function ask(texts: Partial<OverrideTexts> = {}, by = 'maker'): Promise<number> {
    const faults: Failure[] = []
    const plain = { party, tier: 'gold', mode: 'at_least', lifts: '', reason: 'loyal' }
    const months = { from: '2025-03', until: '2025-05' }
    const whole = { ...plain, ...months, ...texts }
    const wish = readOverrideWish(whole, { placeOf: () => undefined, faults })
    const wishes = wish === null ? [] : [wish]
    const [id = 0] = await addOverrides(bench.as(by), { ladder, wishes, faults })
    return id
}

async function listed(): Promise<readonly (readonly [number, string, string])[]> {
    const which = { kind: 'all' } as const
    const list = await listOverrides(bench.as('maker'), { ladder, which, limit: 100 })
    return list.overrides.map(({ overrideId, until, status }) => [overrideId, until, status])
}

async function importText(text: string | Uint8Array): Promise<readonly number[]> {
    const path = await bench.file('overrides.csv', text)
    return await addOverrides(bench.as('maker'), { ladder, ...(await readOverrideFile(path)) })
}

describe('asking', () => {
    const refusals: readonly (readonly [string, Partial<OverrideTexts>, readonly string[]])[] = [
        ['an unknown party', { party: 'bank:customer:41' }, ['party_unknown']],
        ['no party at all', { party: 'customer 1' }, ['party_unfit']],
        ['an unknown tier', { tier: 'ruby' }, ['tier_unknown']],
        ['13 months', { from: '2025-03', until: '2026-03' }, ['override_long']],
        ['months in the wrong order', { from: '2025-05', until: '2025-04' }, ['range_reversed']],
        ['a month that is served', { from: '2025-02', until: '2025-04' }, ['override_early']],
        ['no month', { from: '2025-3' }, ['month_unfit']],
        ['no reason', { reason: ' ' }, ['value_missing']],
        ['an unknown mode', { mode: 'about' }, ['mode_unknown']],
        ['an unknown cap', { lifts: 'none such' }, ['cap_unknown']],
        ['a hard cap', { lifts: 'barred' }, ['cap_hard']],
        [
            'several things at once',
            { party: '41', tier: 'ruby', from: '2025-01', lifts: 'barred' },
            ['override_early', 'tier_unknown', 'cap_hard', 'party_unknown'],
        ],
    ]
    test('what is wrong is told, and nothing is stored', async () => {
        for (const [what, texts, told] of refusals) {
            expect({ what, told: await refusedWith(ask(texts)) }).toEqual({ what, told })
        }
        expect(await listed()).toEqual([])
    })

    test('12 months will do, by id or record key; each has its event', async () => {
        const id = await ask({ party: '1002', until: '2026-02' })
        expect(await listed()).toEqual([[id, '2026-02', 'requested']])
        const [event] = await bench.store.db
            .selectFrom('audit.events')
            .selectAll()
            .where('subject', '=', `override ${id}`)
            .execute()
        expect(event).toMatchObject({
            action: 'overrides.add',
            actor: 'maker',
            os_user: 'typist',
            details: { partyId: '1002', tier: 'gold', from: '2025-03', until: '2026-02' },
        })
    })

    test('two of one party and ladder may touch and not overlap, waiting or approved', async () => {
        await ask()
        for (const [from, until] of [
            ['2025-03', '2025-03'],
            ['2025-05', '2025-08'],
            ['2025-04', '2025-04'],
        ] as const) {
            expect(await refusedWith(ask({ from, until }))).toEqual(['override_overlap'])
        }
        await ask({ party: 'bank:customer:2' })
        await ask({ from: '2025-06', until: '2025-06' })
    })

    test('renewed at most twice in a row, from either end; a gap starts anew', async () => {
        const month = (offset: number) => formatMonth(addMonths(parseMonth('2025-03') ?? 0, offset))
        const single = (offset: number) => ask({ from: month(offset), until: month(offset) })
        for (const offset of [0, 1, 2]) await single(offset)
        expect(await refusedWith(single(3))).toEqual(['override_renewals'])
        await single(4)
        // Between two of them it would join both: five in a row.
        expect(await refusedWith(single(3))).toEqual(['override_renewals'])
        for (const offset of [8, 7, 6]) await single(offset)
        expect(await refusedWith(single(5))).toEqual(['override_renewals'])
    })

    test('of two that ask at the same moment, one is refused', async () => {
        const other = await openStore(bench.address)
        try {
            const wishes = [1, 2].map((by) => ({
                ...{ party, tier: 'gold', mode: 'at_least', lifts: null, reason: `by ${by}` },
                ...{ from: 202503, until: 202503 + by, placeOf: () => undefined },
            })) as Parameters<typeof addOverrides>[1]['wishes']
            const work = wishes.map((wish, index) => {
                const workbench = { ...bench.as(`maker ${index}`) }
                const own = index === 0 ? workbench : { ...workbench, store: other }
                return addOverrides(own, { ladder, wishes: [wish], faults: [] })
            })
            const ended = await Promise.allSettled(work)
            const lost = ended.filter((one) => one.status === 'rejected')
            expect(lost).toHaveLength(1)
            expect(String(lost[0]?.reason)).toContain('workbench.override_overlap')
            expect(await listed()).toHaveLength(1)
        } finally {
            await other.close()
        }
    })

    test('the months table refuses an overlap that slipped past every check', async () => {
        const id = await ask()
        const row = { ladder, party_id: 1001n, month: 202504, override_id: id }
        const insert = bench.store.db.insertInto('workbench.override_months').values(row)
        await expect(insert.execute()).rejects.toMatchObject({ code: '23505' })
    })
})

describe('a file', () => {
    test('is taken as a whole, in its order', async () => {
        const ids = await importText(
            '\ufeffparty,reason,tier,from,until,mode\r\n' +
                '1003,"a, ""b""",gold,2025-03,2025-03,\r\n' +
                'bank:customer:4,c,base,2025-04,2025-05,exactly\r\n',
        )
        expect(ids).toHaveLength(2)
        const rows = await bench.store.db
            .selectFrom('workbench.overrides')
            .select(['party_id', 'mode', 'reason'])
            .orderBy('override_id')
            .execute()
        expect(rows).toEqual([
            { party_id: 1003n, mode: 'at_least', reason: 'a, "b"' },
            { party_id: 1004n, mode: 'exactly', reason: 'c' },
        ])
    })

    test('every fault is told with line and column, and nothing is stored', async () => {
        const text = [
            'party,tier,from,until,reason,lifts',
            '1001,gold,2025-03,2025-05,fine,',
            '1001,gold,2025-05,2025-06,overlaps line 2,',
            '9999,ruby,2025-13,2025-06,,',
            '1002,ruby,2025-03,2025-06,x,barred',
            '1003,gold,2025-03',
        ].join('\n')
        expect(await refusedWith(importText(text))).toEqual([
            'override_overlap 3:11',
            'value_missing 4:27',
            'month_unfit 4:11',
            'tier_unknown 5:6',
            'cap_hard 5:29',
            'record_width 6',
        ])
        expect(await listed()).toEqual([])
    })

    test.each([
        ['party,tier,from,until\n', ['column_missing 1']],
        ['party,tier,from,until,reason,teir\n', ['column_unknown 1']],
        ['party,party,tier,from,until,reason\n', ['column_twice 1']],
        ['', ['file_empty']],
        ['party,tier,from,until,reason\n', ['file_empty']],
        ['party,tier,from,until,reason\n"1001,gold', ['quote_open 2']],
        ['party,tier,from,until,reason\n"1"001,gold,a,b,c\n', ['quote_text 2']],
        [new Uint8Array([0xbf, 0xcd, 0xbb, 0xa7]), ['file_not_utf8']],
        [new Uint8Array([0x70, 0x00]), ['file_not_utf8']],
    ])('%o cannot be read', async (text, told) => {
        expect(await refusedWith(importText(text))).toEqual(told)
    })

    test('that is not there says so', async () => {
        expect(await refusedWith(readOverrideFile('/nowhere/at.csv'))).toEqual(['file_unreadable'])
    })
})

describe('deciding', () => {
    test('by another person, up to the tier that this person may approve', async () => {
        const gold = await ask()
        const diamond = await ask({ party: '1002', tier: 'diamond' })
        const own = await ask({ party: '1003' }, 'head')
        const asked: readonly (readonly [string, number, string])[] = [
            ['maker', gold, 'own_request'],
            ['nobody', gold, 'may_not_approve_tier'],
            ['branch', diamond, 'may_not_approve_tier'],
            ['head', own, 'own_request'],
            ['head', 999, 'request_unknown'],
        ]
        for (const [name, id, told] of asked) {
            for (const decide of [approveOverrides, refuseOverrides]) {
                expect(await refusedWith(decide(bench.as(name), [id]))).toEqual([told])
            }
        }
        // All or none: the gold one alone would have been approved.
        const both = approveOverrides(bench.as('branch'), [gold, diamond])
        expect(await refusedWith(both)).toEqual(['may_not_approve_tier'])
        expect(await approveOverrides(bench.as('branch'), [gold])).toEqual([gold])
        expect(await approveOverrides(bench.as('head'), [diamond])).toEqual([diamond])
        for (const decide of [approveOverrides, refuseOverrides]) {
            expect(await refusedWith(decide(bench.as('head'), [gold]))).toEqual(['request_decided'])
        }
    })

    test('where a cap is lifted, the tier that results counts', async () => {
        const { db } = bench.store
        const counts = { below_count: 0, up_count: 0, stale_count: 0, closes_since_entry: 5 }
        const causes = { earned_cause: 'unchanged', cause: 'capped', restricted: false }
        const earned = { earned_tier: 'diamond', tier: 'gold', ...causes, ...counts }
        const row = { ladder, month: 202502, edition: 1, party_id: 1001n, ...earned }
        await db.insertInto('serving.assignments').values(row).execute()
        const lifting = await ask({ lifts: 'arrears' })
        const refused = await refusedWith(approveOverrides(bench.as('branch'), [lifting]))
        expect(refused).toEqual(['may_not_approve_tier'])
        await refuseOverrides(bench.as('head'), [lifting])
        const exactly = await ask({ lifts: 'arrears', mode: 'exactly' })
        expect(await approveOverrides(bench.as('branch'), [exactly])).toEqual([exactly])
    })

    test('a confidential cap is lifted by compliance only, and named to nobody else', async () => {
        const id = await ask({ lifts: 'watched', reason: 'cleared by the court' })
        expect(await refusedWith(approveOverrides(bench.as('head'), [id]))).toEqual([
            'may_not_lift',
        ])
        expect(await approveOverrides(bench.as('watch'), [id])).toEqual([id])
        const which = { kind: 'all' } as const
        const asked = { ladder, which, limit: 10 }
        const seen = await listOverrides(bench.as('maker'), asked)
        expect(seen.overrides[0]).toMatchObject({ lifts: null, reason: '' })
        const actor = { name: 'watch', osUser: 'watch' }
        const told = await listOverrides({ ...bench.as('watch'), actor }, asked)
        expect(told.overrides[0]).toMatchObject({ lifts: 'watched' })
    })

    test('too late: a month that was closed meanwhile is not decided on backwards', async () => {
        const id = await ask()
        await closeMonths(bench, [202503])
        expect(await refusedWith(approveOverrides(bench.as('head'), [id]))).toEqual([
            'override_early',
        ])
        await refuseOverrides(bench.as('head'), [id])
    })

    test('what is refused makes room; what waits is listed as open', async () => {
        const id = await ask()
        const which = { kind: 'open' } as const
        const open = await listOverrides(bench.as('maker'), { ladder, which, limit: 10 })
        expect(open).toMatchObject({ total: 1, overrides: [{ overrideId: id }] })
        await refuseOverrides(bench.as('head'), [id])
        const again = await ask()
        await approveOverrides(bench.as('head'), [again])
        const none = await listOverrides(bench.as('maker'), { ladder, which, limit: 10 })
        expect(none).toEqual({ total: 0, overrides: [] })
    })
})

describe('ending', () => {
    test('early, but not before what is served; the months after it are free again', async () => {
        const id = await ask()
        await approveOverrides(bench.as('head'), [id])
        const end = (last: number, name = 'maker') => endOverride(bench.as(name), { id, last })
        expect(await refusedWith(end(202505))).toEqual(['override_ends_earlier'])
        expect(await refusedWith(end(202502))).toEqual(['override_served'])
        expect(await refusedWith(end(202504, 'nobody'))).toEqual(['may_not_approve_tier'])
        expect(await end(202503, 'branch')).toBe('ended')
        await ask({ from: '2025-04', until: '2025-04' })
        const which = { kind: 'ending', month: 202503 } as const
        const ending = await listOverrides(bench.as('maker'), { ladder, which, limit: 10 })
        expect(ending.overrides.map(({ overrideId }) => overrideId)).toEqual([id])
    })

    test('before it begins takes it back as a whole', async () => {
        const id = await ask({ from: '2025-06', until: '2025-08' })
        await approveOverrides(bench.as('head'), [id])
        expect(await endOverride(bench.as('maker'), { id, last: 202505 })).toBe('withdrawn')
        expect(await listed()).toEqual([])
        const again = endOverride(bench.as('maker'), { id, last: 202505 })
        expect(await refusedWith(again)).toEqual(['request_decided'])
        await ask({ from: '2025-06', until: '2025-08' })
    })
})
