import { readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
    halfSnapshots,
    importSmallBank,
    makeSmallBank,
    namesIn,
    removeBank,
    type SmallBank,
    serverOf,
} from '../e2e/small-bank.ts'
import { answerOf, said, startTong, tong } from '../e2e/tong-process.ts'
import { copyBank, isGrowing, type Published, published, snapshotCount } from './bank-states.ts'
import { killAt, waitFor } from './kill-at.ts'

// The power goes at every stage. Readers see the old state, the next run ends as if nothing had
// happened. `old` is closed through March and is never touched; `undisturbed` went on to June.

type Closed = { readonly manifest: { readonly runId: string; readonly digest: string } | null }

const closeJune = ['close', '--through', '2025-06']
const banks: SmallBank[] = []

let imported: SmallBank
let template: SmallBank
let old: Published
let undisturbed: {
    readonly closed: Closed
    readonly seen: Published
    readonly snapshots: readonly string[]
}

async function copied(from: SmallBank): Promise<SmallBank> {
    const bank = await copyBank(from)
    banks.push(bank)
    return bank
}

beforeAll(async () => {
    imported = await importSmallBank()
    banks.push(imported)
    template = await copied(imported)
    await answerOf({ args: ['close', '--through', '2025-03'], data: template.data })
    old = await published(template)
    const bank = await copied(template)
    undisturbed = {
        closed: await answerOf<Closed>({ args: closeJune, data: bank.data }),
        seen: await published(bank),
        snapshots: await namesIn(bank.data, 'snapshots'),
    }
    expect(undisturbed.seen.months).toEqual([202501, 202502, 202503, 202504, 202505, 202506])
})

afterAll(async () => {
    for (const bank of banks) await removeBank(bank)
})

/** A look may come too late for a file of milliseconds: then another copy is killed. */
async function killedCopy(isTime: (bank: SmallBank) => Promise<boolean>): Promise<SmallBank> {
    for (let looks = 1; looks <= 5; looks++) {
        const bank = await copied(template)
        const call = { args: closeJune, data: bank.data }
        const { signal } = await killAt(call, () => isTime(bank))
        if (signal === 'SIGKILL') return bank
    }
    throw new Error('the moment never came')
}

describe('a close that is killed', () => {
    const stages = {
        'while a snapshot grows': async (bank: SmallBank) => await isGrowing(bank, /\.parquet$/),
        'while the tiers grow': async (bank: SmallBank) =>
            await isGrowing(bank, /tiers\/assignments.*\.parquet$/),
        'while rows are on their way to the store': async (bank: SmallBank) =>
            await isGrowing(bank, /publish\/corner-202506\.csv$/),
    }

    test.each(Object.entries(stages))('%s', async (_, isTime) => {
        const bank = await killedCopy(isTime)
        await expectOldState(bank)
        await expectSameEnd(bank)
    })

    test('in the moment of publishing: readers see the old months or all of them', async () => {
        const bank = await copied(template)
        const runs = await namesIn(bank.data, 'runs')
        await killAt({ args: closeJune, data: bank.data }, async () => {
            const isWritten = (await namesIn(bank.data, 'runs')).length > runs.length
            return isWritten && !(await isGrowing(bank, /publish\/corner-202506\.csv$/))
        })
        const seen = await published(bank)
        expect(seen).toEqual(seen.months.includes(202504) ? undisturbed.seen : old)
        await expectSameEnd(bank)
    })

    test('right after publishing', async () => {
        const bank = await copied(template)
        const running = startTong({ args: closeJune, data: bank.data })
        await running.answered
        running.kill('SIGKILL')
        await running.ended
        expect(await published(bank)).toEqual(undisturbed.seen)
        await expectSameEnd(bank)
    })

    test('again and again: each time it comes further, and to the same end', async () => {
        const bank = await copied(template)
        for (let count = await snapshotCount(bank); ; count += 9) {
            const call = { args: closeJune, data: bank.data }
            const { signal } = await killAt(call, async () => (await snapshotCount(bank)) > count)
            if (signal === null || count > undisturbed.snapshots.length) break
        }
        await expectSameEnd(bank)
    })
})

describe('a server that is killed', () => {
    test('in the middle of a close: a sentence, exit 4, the same end', async () => {
        const bank = await copied(template)
        const from = await snapshotCount(bank)
        const running = startTong({ args: closeJune, data: bank.data })
        await waitFor(running, async () => (await snapshotCount(bank)) > from)
        const server = await serverOf(bank.data)
        if (server === null) throw new Error('a close has a server')
        process.kill(server.pid, 'SIGKILL')
        const ended = await running.ended
        expect(ended).toMatchObject({ exit: 4, signal: null })
        expect(ended.stderr).toContain('PostgreSQL')
        expect(ended.stderr).not.toMatch(/\n {4}at /)
        await expectOldState(bank)
        expect(await answerOf({ args: ['list'], data: bank.data })).toMatchObject({
            month: '2025-03',
        })
        await expectSameEnd(bank)
    })
})

describe('what a power cut leaves of files that were not yet on the disk', () => {
    test('a snapshot whose note is empty is built anew', async () => {
        const bank = await copied(template)
        const steps = await answerOf<readonly { key: string; isBuilt: boolean }[]>({
            args: [...closeJune, '--dry-run'],
            data: bank.data,
        })
        const reused = steps.find(({ isBuilt }) => isBuilt)?.key ?? ''
        await truncate(join(bank.data, 'snapshots', reused, 'step.json'))
        await expectSameEnd(bank)
    })
})

describe('an import that is killed', () => {
    // Large enough to be met at work.
    const bookings = Array.from(
        { length: 20_000 },
        (_, index) => `${index + 1},A001,2025-06-${String(1 + (index % 30)).padStart(2, '0')},1.5`,
    )
    const text = `booking_no,account_no,booked,amount\n${bookings.join('\n')}\n`

    test('while it reads, while it writes, before it is on the list', async () => {
        const bank = await makeSmallBank({ 'bookings.csv': text })
        banks.push(bank)
        const call = { args: ['import', 'corner', bank.files], data: bank.data }
        const stages = [
            () => isGrowing(bank, /import-.*\/texts$/),
            () => isGrowing(bank, /typed\/bookings\/.*parquet$/),
            () => isGrowing(bank, /tables\/bookings/),
            async () => (await namesIn(bank.data, 'batches')).length > 0,
        ]
        for (const isTime of stages) {
            await killAt(call, isTime)
            // What is listed is there, and what is not listed counts for nothing.
            const dry = { args: ['run', '--as-of', '2025-06', '--dry-run'], data: bank.data }
            const { exit, stdout } = await tong({ ...dry, args: [...dry.args, '--json'] })
            if (exit === 0) expect(await namesIn(bank.data, 'batches')).toHaveLength(1)
            else expect(stdout).toContain('pipeline.nothing_imported')
        }
        const { batch } = await answerOf<{ batch: { batchId: string } }>(call)
        expect(await namesIn(bank.data, 'batches')).toEqual([batch.batchId])
        expect(await namesIn(bank.data, 'tmp')).toEqual([])
        const run = await answerOf<Closed['manifest']>({
            args: ['run', '--as-of', '2025-06'],
            data: bank.data,
        })
        expect(run?.digest).toMatch(/^[0-9a-f]{64}$/)
    })
})

describe('the same inputs', () => {
    test('give the same manifest in another folder, with one thread', async () => {
        const one = await copied(imported)
        const two = await importSmallBank()
        banks.push(two)
        const texts = [
            { bank: one, env: { TONG_THREADS: '1' } },
            { bank: two, env: { TONG_THREADS: '2' } },
        ].map(async ({ bank, env }) => {
            const { manifest } = await answerOf<Closed>({ args: closeJune, data: bank.data, env })
            return await readFile(join(bank.data, 'runs', manifest?.runId ?? '', 'manifest.json'))
        })
        const [left, right] = await Promise.all(texts)
        expect(left?.toString()).toBe(right?.toString())
        expect((await published(one)).rows).toEqual(undisturbed.seen.rows)
    })
})

/** Readers see what was published before, and nothing half-built lies among the snapshots. */
async function expectOldState(bank: SmallBank): Promise<void> {
    expect(await halfSnapshots(bank.data)).toEqual([])
    expect(await published(bank)).toEqual(old)
}

/** The same command again ends like the undisturbed one, and leaves nothing lying about. */
async function expectSameEnd(bank: SmallBank): Promise<void> {
    const ended = await tong({ args: [...closeJune, '--json'], data: bank.data })
    if (ended.exit === 0) {
        // All but how long it took.
        const seconds: unknown = expect.anything()
        expect({ ...JSON.parse(ended.stdout), seconds }).toEqual({ ...undisturbed.closed, seconds })
    }
    // What was published before the blow is closed, and is not closed twice.
    else if (!ended.stdout.includes('pipeline.month_closed')) throw new Error(said(ended))
    expect(await namesIn(bank.data, 'runs')).toContain(undisturbed.closed.manifest?.runId)
    expect(await published(bank)).toEqual(undisturbed.seen)
    expect(await halfSnapshots(bank.data)).toEqual([])
    expect(await namesIn(bank.data, 'snapshots')).toEqual(undisturbed.snapshots)
    expect(await namesIn(bank.data, 'tmp')).toEqual([])
    expect(await serverOf(bank.data)).toBeNull()
}
