import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '#runtime/config.ts'
import { openBank } from '#runtime/open-bank.ts'
import {
    halfSnapshots,
    importSmallBank,
    makeSmallBank,
    namesIn,
    removeBank,
    type SmallBank,
    serverOf,
} from '../e2e/small-bank.ts'
import { answerOf, refusalOf, tong } from '../e2e/tong-process.ts'
import { copyBank, isGrowing } from './bank-states.ts'
import { signalAt } from './kill-at.ts'

// Two commands at once, Ctrl-C, and places where nothing can be written.

const closeJune = ['close', '--through', '2025-06']
const cancelled = 'Cancelled. Nothing half-done was left'
const isRoot = process.getuid?.() === 0
const nobody = { uid: 65_534, gid: 65_534 }
const banks: SmallBank[] = []

let imported: SmallBank

async function copied(): Promise<SmallBank> {
    const bank = await copyBank(imported)
    banks.push(bank)
    return bank
}

beforeAll(async () => {
    imported = await importSmallBank()
    banks.push(imported)
    await answerOf({ args: ['close', '--through', '2025-01'], data: imported.data })
})

afterAll(async () => {
    for (const bank of banks) await removeBank(bank)
})

describe('two at once in one data folder', () => {
    test('the second writer is told who is at work; a reader is not disturbed', async () => {
        const bank = await copied()
        const first = await openBank({
            config: readConfig({ data: bank.data }, {}),
            access: 'write',
            command: closeJune.join(' '),
        })
        try {
            const [writer, dry, reader] = await Promise.all([
                refusalOf({ args: ['run', '--as-of', '2025-06'], data: bank.data }),
                answerOf({ args: [...closeJune, '--dry-run'], data: bank.data }),
                answerOf({ args: ['list'], data: bank.data }),
            ])
            expect(writer).toMatchObject({ exit: 5, failures: [{ code: 'runtime.busy' }] })
            const [busy] = writer.failures
            expect(busy?.params).toMatchObject({ known: 'yes', pid: String(process.pid) })
            expect(busy?.sentence).toContain('close --through 2025-06 (user ')
            expect(busy?.sentence).toMatch(/since \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
            expect(dry).toBeInstanceOf(Array)
            expect(reader).toMatchObject({ kind: 'all' })
        } finally {
            await first.close()
        }
        expect(await tong({ args: closeJune, data: bank.data })).toMatchObject({ exit: 0 })
        expect(await namesIn(bank.data, 'tmp')).toEqual([])
        expect(await serverOf(bank.data)).toBeNull()
    })

    test('two imports into a new folder: one counts, and the other says why it waits', async () => {
        const bank = await makeSmallBank()
        banks.push(bank)
        const call = { args: ['import', 'corner', bank.files, '--json'], data: bank.data }
        const ended = await Promise.all([tong(call), tong(call)])
        const exits = ended.map(({ exit }) => exit).sort()
        expect(exits[0]).toBe(0)
        // The slower one may come when the first is through: then it finds the batch there.
        expect([0, 5]).toContain(exits[1])
        expect(await namesIn(bank.data, 'batches')).toHaveLength(1)
    })
})

describe('Ctrl-C', () => {
    const moments = {
        'while the engines start': async (bank: SmallBank) => await isGrowing(bank, /./),
        'while a snapshot grows': async (bank: SmallBank) => await isGrowing(bank, /\.parquet$/),
        'while the store takes the rows': async (bank: SmallBank) =>
            await isGrowing(bank, /publish\/.*\.csv$/),
    }

    test('anywhere in a close: exit 130, nothing half-done, and on it goes', async () => {
        const bank = await copied()
        for (const isTime of Object.values(moments)) {
            const call = { args: closeJune, data: bank.data }
            const at = { signal: 'SIGINT', isTime: () => isTime(bank) } as const
            const ended = await signalAt(call, at)
            // On a busy machine the wish may come after the answer; never do both come.
            if (ended.exit === 0) expect(ended.stdout).not.toBe('')
            else expect(ended).toMatchObject({ exit: 130, signal: null, stdout: '' })
            expect(ended.stderr.includes(cancelled)).toBe(ended.exit === 130)
            expect(ended.stderr).not.toMatch(/\n {4}at /)
            expect(await namesIn(bank.data, 'tmp')).toEqual([])
            expect(await halfSnapshots(bank.data)).toEqual([])
            expect(await serverOf(bank.data)).toBeNull()
        }
        const whole = await copied()
        const [one, two] = await Promise.all(
            [bank, whole].map(async ({ data }) => {
                const { exit, stdout } = await tong({ args: [...closeJune, '--json'], data })
                // A close whose answer came before the wish to stop has closed the month.
                if (exit !== 0) expect(stdout).toContain('pipeline.month_closed')
                return await answerOf({ args: ['list', '--limit', '1000'], data })
            }),
        )
        expect(one).toEqual(two)
    })

    test('in an import: nothing is taken', async () => {
        const bank = await makeSmallBank()
        banks.push(bank)
        const call = { args: ['import', 'corner', bank.files], data: bank.data }
        const isTime = () => isGrowing(bank, /texts/)
        const ended = await signalAt(call, { signal: 'SIGINT', isTime })
        expect(ended).toMatchObject({ exit: 130, stdout: '' })
        expect(await namesIn(bank.data, 'batches')).toEqual([])
        expect(await namesIn(bank.data, 'tmp')).toEqual([])
        expect(await answerOf(call)).toMatchObject({ isNew: true })
    })
})

describe('a place where nothing can be written', () => {
    test('a file where the data folder should be, and below it', async () => {
        const folder = await mkdtemp(join(tmpdir(), 'tong e2e '))
        const file = join(folder, 'data')
        await writeFile(file, '')
        try {
            for (const data of [file, join(file, 'deeper')]) {
                const { exit, failures } = await refusalOf({ args: ['start'], data })
                expect({ exit, codes: failures.map(({ code }) => code) }).toEqual({
                    exit: 2,
                    codes: ['runtime.not_a_folder'],
                })
                expect(failures[0]?.sentence).toContain('--data')
            }
        } finally {
            await rm(folder, { recursive: true })
        }
    })

    test('a folder of somebody else', async () => {
        const folder = await mkdtemp(join(tmpdir(), 'tong e2e '))
        await mkdir(join(folder, 'locked'), { mode: 0o555 })
        await chmod(folder, 0o755)
        const user = isRoot ? { user: nobody } : {}
        try {
            const data = join(folder, 'locked', 'data')
            const { exit, failures } = await refusalOf({ args: ['start'], data, ...user })
            expect({ exit, codes: failures.map(({ code }) => code) }).toEqual({
                exit: 4,
                codes: ['runtime.folder_not_writable'],
            })
            expect(failures[0]?.sentence).toContain(data)
        } finally {
            await rm(folder, { recursive: true })
        }
    })
})
