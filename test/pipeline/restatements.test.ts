import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeBank } from '#pipeline/close-bank.ts'
import { type RestatementReport, restateBank } from '#pipeline/restate.ts'
import { readCloses, readEditions } from '#serving/read-closes.ts'
import { namesIn, removeBank, type SmallBank } from '../e2e/small-bank.ts'
import { customers, smallBankFiles } from '../e2e/small-bank-files.ts'
import { answerOf, startTong } from '../e2e/tong-process.ts'
import { type Moment, waitFor } from '../faults/kill-at.ts'
import {
    type ClosingBank,
    deliver,
    ladder,
    monthsOfParty,
    openClosingBank,
    policyText,
    publish,
    reopen,
    servedOn,
} from './closing-bank.ts'

// A year's half is closed; then a corrected delivery comes, and closed months are made again.

let small: SmallBank
let opened: ClosingBank
const months = [202501, 202502, 202503, 202504, 202505, 202506]

/** The customer who fell in May never did, and the restricted one is poor from May on. */
const corrected = {
    'balances.csv': (smallBankFiles()['balances.csv'] ?? '')
        .replaceAll(/^(A002,20250[3-6]),20000\.00$/gm, '$1,60000.00')
        .replaceAll(/^(A006,20250[56]),600000\.00$/gm, '$1,400000.00'),
}

beforeAll(async () => {
    opened = await openClosingBank()
    small = opened.small
    await closeBank(opened.context, { through: 202506 })
    await opened.bank.close()
    await deliver(small, corrected)
    opened = await reopen(small)
    // A version that is published later with an early month changes nothing that is closed.
    const text = policyText
        .replace('version: 2025-01', 'version: 2025-02')
        .replace('effective_from: 2024-01', 'effective_from: 2025-01')
        .replace('50000 CNY', '90000 CNY')
    await publish(opened.context.db, { version: '2025-02', effectiveFrom: 202501, text })
})

afterAll(async () => {
    await opened.bank.close()
    await removeBank(small)
})

async function restateApril(wish: {
    readonly isFinal: boolean
    readonly isCompliance?: boolean
}): Promise<RestatementReport> {
    return await restateBank(opened.context, {
        from: 202504,
        ladders: [ladder],
        reason: 'corrected balances',
        allowMissing: null,
        isFinal: wish.isFinal,
        viewer: { isCompliance: wish.isCompliance ?? false },
        limit: 100,
    })
}

/** `2025-05 raised mass → gold` */
function told({ differences }: RestatementReport): readonly string[] {
    return differences.largest.map(
        ({ recordKey, month, kind, before, after }) =>
            `${recordKey} ${month} ${kind} ${before.tier} → ${after.tier}`,
    )
}

const countsOf = ({ differences }: RestatementReport): readonly string[] =>
    differences.counts.map(
        ({ month, kind, parties, isServed }) =>
            `${month} ${kind} ${parties}${isServed ? ' served' : ''}`,
    )

describe('before it is published', () => {
    test('it tells what would change, and readers see nothing of it', async () => {
        const runs = await namesIn(small.data, 'runs')
        const report = await restateApril({ isFinal: false })
        expect(report).toMatchObject({ manifest: null, file: null })
        // Protected in April, fallen in May: with 60k the customer never was below gold.
        expect(told(report)).toEqual([
            `${customers.falls} 202505 raised mass → gold`,
            `${customers.falls} 202506 raised mass → gold`,
        ])
        expect(countsOf(report)).toEqual([
            '202504 figures 1 served',
            '202505 raised 1 served',
            '202506 raised 1',
        ])
        expect(await readEditions(opened.context.db)).toHaveLength(months.length)
        expect(await namesIn(small.data, 'runs')).toEqual(runs)
    })

    test('compliance sees what is withheld from others', async () => {
        const report = await restateApril({ isFinal: false, isCompliance: true })
        const counts = countsOf(report)
        // Platinum is kept for want of reviews, capped to gold in both editions.
        expect(counts).toContain('202505 figures 1 served')
        expect(counts).toContain('202506 figures 1')
    })
})

describe('once it is published', () => {
    let report: RestatementReport

    beforeAll(async () => {
        report = await restateApril({ isFinal: true })
    })

    test('the highest edition is in force, and older ones stay readable', async () => {
        const { db } = opened.context
        expect((await readCloses(db)).map(({ month, edition }) => [month, edition])).toEqual([
            ...[202501, 202502, 202503].map((month) => [month, 1]),
            ...[202504, 202505, 202506].map((month) => [month, 2]),
        ])
        const gold = 'gold earned'
        const party = customers.falls
        expect(await monthsOfParty(opened, { party })).toEqual([
            ...Array(4).fill(gold),
            ...['mass earned', 'mass earned'],
        ])
        expect(await monthsOfParty(opened, { party, edition: 2 })).toEqual(Array(3).fill(gold))
    })

    test('each month keeps its own rules, and its reason is kept', async () => {
        const editions = await readEditions(opened.context.db)
        expect(new Set(editions.map(({ policyKey }) => policyKey)).size).toBe(1)
        const reasons = editions.map(({ edition, reason }) => `${edition} ${reason}`)
        expect(new Set(reasons)).toEqual(new Set(['1 null', '2 corrected balances']))
        expect(report.manifest?.inputs.restated).toMatchObject({
            from: '2025-04',
            reason: 'corrected balances',
            editions: [202504, 202505, 202506].map(() => ({ ladder, edition: 2 })),
        })
    })

    test('the file beside the manifest tells every changed tier', async () => {
        const text = await readFile(report.file ?? '', 'utf8')
        const [head, ...lines] = text.trimEnd().split('\n')
        expect(head).toMatch(/^ladder,month,service_month,is_served,record_key,name_masked,kind,/)
        expect(lines.map((line) => line.split(',').slice(0, 9).join(','))).toEqual([
            `closing,202505,202506,true,${customers.falls},落*,raised,mass,gold`,
            `closing,202506,202507,false,${customers.falls},落*,raised,mass,gold`,
        ])
        expect(text).not.toContain(customers.enters)
    })

    test('on a day counts what was served: the edition that was there by then', async () => {
        const asked = { party: customers.falls, day: '2025-06-10' }
        // Both editions were published long after that day: the first is what was served.
        const first = await servedOn(opened, asked)
        expect(first).toMatchObject({ tier: 'mass', editions: [1, 2], close: { edition: 1 } })
        expect(await servedOn(opened, { ...asked, edition: 2 })).toMatchObject({ tier: 'gold' })
        await sql`update serving.closes set closed_at = '2025-06-09' where edition = 2`.execute(
            opened.context.db,
        )
        expect(await servedOn(opened, asked)).toMatchObject({ tier: 'gold' })
        const before = await servedOn(opened, { ...asked, day: '2025-06-08' })
        expect(before).toMatchObject({ tier: 'mass', close: { edition: 1 } })
    })

    test('the next close and the next restatement read the edition in force', async () => {
        const again = await restateApril({ isFinal: true })
        expect(again.differences).toMatchObject({ counts: [], total: 0, largest: [] })
        expect(again.closes.map(({ edition }) => edition)).toEqual([3, 3, 3])
        // The same inputs give the same rows, under a number of their own.
        expect(again.manifest?.digest).toBe(report.manifest?.digest)
        expect(again.manifest?.runId).not.toBe(report.manifest?.runId)
        expect(await readFile(again.file ?? '', 'utf8')).toMatch(/^ladder,[^\n]*\n$/)
        const list = await readCloses(opened.context.db)
        expect(list.map(({ edition }) => edition)).toEqual([1, 1, 1, 3, 3, 3])
    })
})

describe('when it is killed', () => {
    const call = () => ({
        args: ['close', '--restate', '2025-02', '--reason', 'killed', '--yes'],
        data: small.data,
    })

    async function killed(isTime: Moment): Promise<void> {
        const running = startTong(call())
        await waitFor(running, isTime)
        running.kill('SIGKILL')
        await running.ended
    }

    test('readers see the old editions or the new ones, and it ends the same', async () => {
        const before = await readEditions(opened.context.db)
        await opened.bank.close()
        await killed(async () => (await namesIn(small.data, 'tmp')).length > 0)
        await killed(async () => (await namesIn(small.data, 'runs')).length > 3)
        opened = await reopen(small)
        const between = await readEditions(opened.context.db)
        const made = between.filter(({ reason }) => reason === 'killed')
        // All of the five months of it, or none.
        expect([0, 5]).toContain(made.length)
        expect(between.length - made.length).toBe(before.length)
        await opened.bank.close()
        const answer = await answerOf<{ isPublished: boolean; total: number }>(call())
        expect(answer).toMatchObject({ isPublished: true })
        opened = await reopen(small)
        const after = (await readEditions(opened.context.db)).length
        expect(after - between.length).toBe(5)
        expect(await namesIn(small.data, 'tmp')).toHaveLength(1)
    })
})
