import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSmallBank, namesIn, removeBank, type SmallBank } from '../e2e/small-bank.ts'
import { answerOf, tong } from '../e2e/tong-process.ts'

// The disk runs full in the middle of an import: one sentence, nothing half-done, and the next
// import goes through. A small disk of its own is a file system in memory, which only root of a
// machine that allows for mounts can make.

const run = promisify(execFile)

const diskMegabytes = 220
/** Enough to begin with, and not enough for what is imported. */
const leftBytes = 400_000

let disk: string
let isMounted = false
let bank: SmallBank

beforeAll(async () => {
    const bookings = Array.from({ length: 60_000 }, (_, index) => {
        const day = String(1 + (index % 30)).padStart(2, '0')
        return `${index + 1},A001,2025-06-${day},${index % 977}.${10 + (index % 89)}`
    })
    const text = `booking_no,account_no,booked,amount\n${bookings.join('\n')}\n`
    const made = await makeSmallBank({ 'bookings.csv': text })
    disk = await mkdtemp(join(tmpdir(), 'tong-disk-'))
    try {
        const size = `size=${diskMegabytes}m,mode=0711`
        await run('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', disk])
        isMounted = true
    } catch {
        console.warn('!! no small disk can be mounted here: A FULL DISK IS NOT TESTED')
    }
    const folder = join(disk, 'bank')
    await mkdir(folder, { mode: 0o711 })
    bank = { files: join(folder, 'files'), data: join(folder, 'data') }
    await run('cp', ['-a', made.data, made.files, folder])
    await removeBank(made)
})

afterAll(async () => {
    await removeBank(bank)
    if (isMounted) await run('umount', [disk])
    await rm(disk, { recursive: true, force: true })
})

describe('a disk that runs full', () => {
    test('ends an import in a sentence, and leaves nothing of it', async ({ skip }) => {
        if (!isMounted) skip('no small disk can be mounted')
        const ballast = join(disk, 'ballast')
        const { bavail, bsize } = await statfs(disk)
        await writeFile(ballast, Buffer.alloc(bavail * bsize - leftBytes))
        const call = { args: ['import', 'corner', bank.files], data: bank.data }
        const ended = await tong(call)
        expect(ended).toMatchObject({ exit: 4, signal: null, stdout: '' })
        expect(ended.stderr).toMatch(/disk is full.*Free some space/s)
        expect(ended.stderr).not.toMatch(/\n {4}at /)
        expect(await namesIn(bank.data, 'batches').catch(() => [])).toEqual([])
        expect(await namesIn(bank.data, 'tmp')).toEqual([])
        await rm(ballast)
        const { batch } = await answerOf<{ batch: { batchId: string } }>(call)
        expect(await namesIn(bank.data, 'batches')).toEqual([batch.batchId])
    })
})
