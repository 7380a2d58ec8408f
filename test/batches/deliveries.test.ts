import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '#domain/result.ts'
import { freshnessOf } from '#pipeline/batches/freshness.ts'
import { findLateMonths } from '#pipeline/batches/late-months.ts'
import { listBatches } from '#pipeline/batches/list-batches.ts'
import { showBatch } from '#pipeline/batches/show-batch.ts'
import { undoBatch } from '#pipeline/batches/undo-batch.ts'
import { closeBank } from '#pipeline/close-bank.ts'
import { loadContract } from '#pipeline/load-contract.ts'
import { restateBank } from '#pipeline/restate.ts'
import { removeBank } from '../e2e/small-bank.ts'
import { smallBankFiles } from '../e2e/small-bank-files.ts'
import { type ClosingBank, ladder } from '../pipeline/closing-bank.ts'
import { digestAt, filesThrough, linesOf, openFeedBank, take } from './feed-bank.ts'

const everything = smallBankFiles()

/** The balances of one month, some of them corrected. */
function balancesOf(month: number, corrected: Readonly<Record<string, string>> = {}): string {
    const lines = linesOf(
        everything,
        'balances.csv',
        (line) => line.split(',')[1] === String(month),
    )
    return lines.replace(/^(A\d+),(\d+),(.*)$/gm, (line, account, of) =>
        corrected[account] === undefined ? line : `${account},${of},${corrected[account]}`,
    )
}

/** Every account gets one more booking a month, so a run reaches the month. */
function bookingsOf(month: number): string {
    const text = `${String(month).slice(0, 4)}-${String(month).slice(4)}`
    return linesOf(
        everything,
        'bookings.csv',
        (line) => line.split(',')[2]?.startsWith(text) ?? false,
    )
}

let feed: ClosingBank

async function codesOf(work: Promise<unknown>): Promise<readonly string[]> {
    try {
        await work
    } catch (cause) {
        if (cause instanceof Refusal) return cause.failures.map(({ code }) => code)
        throw cause
    }
    return []
}

async function lateOf(): Promise<readonly string[]> {
    const waiting = await findLateMonths(feed.context)
    return waiting.map(({ batchNo, event, months }) =>
        [batchNo, event, ...months.map(({ month, rows }) => `${month}:${rows}`)].join(' '),
    )
}

beforeAll(async () => {
    feed = await openFeedBank()
})
afterAll(async () => {
    await feed.bank.close()
    await removeBank(feed.small)
})

describe('deliveries one after another, and taken back', () => {
    let before: string
    let after: string
    /** Two balances of closed February, an account that is new, one that changes its owner. */
    const correction = {
        only: ['accounts', 'balances'],
        files: {
            'balances.csv': balancesOf(202502, { A001: '70000.00', A003: '90000.00' }),
            'accounts.csv':
                'account_no,customer_no,currency,opened\n' +
                'A002,001,CNY,2024-07-01\nA900,004,CNY,2025-03-01\n',
        },
    }

    test('a history to March, closed', async () => {
        const taken = await take(feed, { files: filesThrough(202503) })
        expect(taken).toMatchObject({ isNew: true, isLatest: true, batchNo: 1 })
        const balances = taken.batch.tables.find(({ table }) => table === 'balances')
        const rows = everything['balances.csv']?.trimEnd().split('\n').slice(1) ?? []
        const early = rows.filter((line) => Number(line.split(',')[1]) <= 202503)
        expect(balances).toMatchObject({
            read: early.length,
            accepted: early.length,
            rejected: 0,
            reach: '2025-03-31',
            periods: [202407, 202408, 202409, 202410, 202411, 202412, 202501, 202502, 202503],
        })
        const bookings = taken.batch.tables.find(({ table }) => table === 'bookings')
        expect(bookings).toMatchObject({ reach: '2025-03-20' })
        expect(taken.batch.tables.map(({ reach }) => reach === null)).toEqual([
            ...[true, true, false, false, true],
        ])
        before = await digestAt(feed.context, '2025-03-31')
        await closeBank(feed.context, { through: 202503 })
    })

    test('a dry run tells the difference and leaves nothing', async () => {
        const dry = await take(feed, { ...correction, isDry: true })
        expect(dry.differences).toMatchObject({
            balances: { added: 0, changed: 2, gone: 0 },
            accounts: { added: 1, changed: 1, gone: 0, same: 0, months: null },
        })
        expect(
            dry.differences?.balances?.months?.map(({ month, changed }) => [month, changed]),
        ).toEqual([[202502, 2]])
        expect(dry.batchNo).toBeNull()
        expect(await listBatches(feed.context.db, null)).toHaveLength(1)
        expect(await digestAt(feed.context, '2025-03-31')).toBe(before)
    })

    test('a correction of a closed month is read by runs, and the month waits', async () => {
        const taken = await take(feed, correction)
        expect(taken.batch.tables.map(({ table, late }) => [table, late])).toEqual([
            ['accounts', []],
            ['balances', [{ month: 202502, rows: 2 }]],
        ])
        expect(await lateOf()).toEqual(['2 taken 202502:2'])
        after = await digestAt(feed.context, '2025-03-31')
        expect(after).not.toBe(before)
        const { counting, closes } = await showBatch(feed.context, 1)
        expect(counting).toEqual(['customers', 'accounts', 'balances', 'bookings', 'rates'])
        expect(closes.map(({ month }) => month)).toEqual([202501, 202502, 202503])
    })

    test('taken back, the digest is that of before, updates included', async () => {
        const told = await undoBatch(
            { ...feed.context, store: feed.bank.store },
            { batchNo: 2, reason: null },
        )
        expect(told.isDone).toBe(false)
        expect(told.tables).toMatchObject([
            { table: 'accounts', rows: 2, added: 0, changed: 1, gone: 1 },
            { table: 'balances', added: 0, changed: 2, gone: 0, months: [202502] },
        ])
        expect(await digestAt(feed.context, '2025-03-31')).toBe(after)
        await undo(2)
        expect(await digestAt(feed.context, '2025-03-31')).toBe(before)
        expect(await lateOf()).toEqual([])
        expect(await codesOf(undo(2))).toEqual(['pipeline.batch_undone'])
    })

    test('the same files again are taken anew', async () => {
        const again = await take(feed, correction)
        expect(again).toMatchObject({ isNew: true, batchNo: 3 })
        expect(await digestAt(feed.context, '2025-03-31')).toBe(after)
        const once = await take(feed, correction)
        expect(once).toMatchObject({ isNew: false, isLatest: true, batchNo: 3 })
    })

    test('late months wait for a restatement; undone after it, they wait again', async () => {
        expect(await lateOf()).toEqual(['3 taken 202502:2'])
        await restateBank(feed.context, {
            from: 202502,
            ladders: [ladder],
            reason: 'balances of February corrected',
            allowMissing: null,
            isFinal: true,
            viewer: { isCompliance: true },
            limit: 10,
        })
        expect(await lateOf()).toEqual([])
        const { closes } = await undo(3)
        expect(closes.map(({ month, edition }) => [month, edition])).toEqual([
            [202502, 2],
            [202503, 2],
        ])
        expect(await lateOf()).toEqual(['3 undone 202502:2'])
        expect(await digestAt(feed.context, '2025-03-31')).toBe(before)
    })

    test('an older batch is taken back while later ones count', async () => {
        const april = { files: { 'balances.csv': balancesOf(202504) }, only: ['balances'] }
        expect(await take(feed, april)).toMatchObject({ batchNo: 4 })
        const march = { 'balances.csv': balancesOf(202503, { A001: '1.00' }) }
        expect(await take(feed, { files: march, only: ['balances'] })).toMatchObject({ batchNo: 5 })
        const { tables } = await undo(4)
        const rows = balancesOf(202504).trimEnd().split('\n').length - 1
        expect(tables).toMatchObject([{ table: 'balances', rows, gone: rows, changed: 0, same: 0 }])
        await undo(5)
        expect(await digestAt(feed.context, '2025-03-31')).toBe(before)
    })

    test('rows of a later batch keep the batch that their parents came with', async () => {
        const fresh = {
            'accounts.csv': 'account_no,customer_no,currency,opened\nA901,004,CNY,2025-03-01\n',
            'balances.csv': `${balancesOf(202503).split('\n')[0]}\nA901,202503,5.00\n`,
        }
        const { 'accounts.csv': accounts, 'balances.csv': balances } = fresh
        const parents = { files: { 'accounts.csv': accounts }, only: ['accounts'] }
        expect(await take(feed, parents)).toMatchObject({ batchNo: 6 })
        const children = { files: { 'balances.csv': balances }, only: ['balances'] }
        expect(await take(feed, children)).toMatchObject({ batchNo: 7 })
        expect(await codesOf(undo(6))).toEqual(['pipeline.undo_orphans'])
        await undo(7)
        await undo(6)
        expect(await digestAt(feed.context, '2025-03-31')).toBe(before)
    })

    test('the only batch: to models the system has delivered nothing', async () => {
        expect(await undo(1)).toMatchObject({ left: 0 })
        expect(await codesOf(digestAt(feed.context, '2025-03-31'))).toEqual([
            'pipeline.nothing_imported',
        ])
        const events = await feed.context.db
            .selectFrom('audit.events')
            .select(['action', 'subject', 'details'])
            .where('action', 'like', 'batches.%')
            .orderBy('event_id')
            .execute()
        const numbers = [1, 2, 2, 3, 3, 4, 5, 4, 5, 6, 7, 7, 6, 1]
        expect(events.map(({ subject }) => subject)).toEqual(numbers.map((no) => `batch ${no}`))
        expect(events.at(-1)).toMatchObject({
            action: 'batches.undo',
            details: { reason: 'wrong' },
        })
    })

    async function undo(batchNo: number): Promise<Awaited<ReturnType<typeof undoBatch>>> {
        const context = { ...feed.context, store: feed.bank.store }
        return await undoBatch(context, { batchNo, reason: 'wrong' })
    }
})

describe('what a close must know', () => {
    test('which tables are late, as of a day', async () => {
        await take(feed, { files: filesThrough(202505) })
        const { contract } = await loadContract(feed.context.modelRoots, 'corner')
        const { db } = feed.context
        const stateAt = async (day: string): Promise<unknown> =>
            (await freshnessOf(db, [contract], day)).map(({ table, expected, isLate }) => [
                ...[table, expected, isLate],
            ])
        // Balances are known to 2025-05-31 and due by months, bookings to 2025-05-20 by days.
        expect(await stateAt('2025-06-01')).toEqual([
            ['balances', '2025-04-30', false],
            ['bookings', '2025-05-20', false],
        ])
        expect(await stateAt('2025-07-05')).toEqual([
            ['balances', '2025-06-30', true],
            ['bookings', '2025-06-23', true],
        ])
    })

    test('a month that its tables do not reach is not closed', async () => {
        const closing = closeBank(feed.context, { through: 202506 })
        expect(await codesOf(closing)).toEqual(['pipeline.table_late', 'pipeline.table_late'])
        const files = { 'balances.csv': balancesOf(202506), 'bookings.csv': bookingsOf(202506) }
        await take(feed, { files, only: ['balances', 'bookings'] })
        const { closes } = await closeBank(feed.context, { through: 202506 })
        expect(closes.map(({ month }) => month)).toEqual([202504, 202505, 202506])
    })
})
