import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newFolder, removeBank } from './small-bank.ts'
import { answerOf, tong } from './tong-process.ts'

// A bank whose records change: only what changed is matched again, and all of it can be undone.

type Run = {
    readonly matching: number
    readonly digest: string
    readonly records: number
    readonly parties: number
    readonly comparisons: readonly {
        readonly id: string
        readonly pairs: number
        readonly more: Readonly<Record<string, number>> | null
        readonly whole: string | null
    }[]
}

let data: string
let files: string
let first: Run

const ask = <T>(...args: readonly string[]): Promise<T> => answerOf<T>({ args, data })
const run = (...args: readonly string[]): Promise<Run> => ask<Run>('identity', 'run', ...args)
const persons = ({ comparisons }: Run) => comparisons.find(({ id }) => id === 'persons')

beforeAll(async () => {
    const folder = await newFolder()
    data = join(folder, 'data')
    files = join(folder, 'files')
    await answerOf({ args: ['sample', files, '--customers', '400'], data })
    for (const system of ['sample', 'sample_crm']) {
        await answerOf({ args: ['import', system, join(files, system)], data })
    }
    first = await run()
}, 600_000)

afterAll(() => removeBank({ data }))

/** The clients of the customer system with another telephone for some and copies of others. */
async function deliverChanges(): Promise<void> {
    const later = join(files, 'later')
    await cp(join(files, 'sample_crm'), later, { recursive: true })
    const [heading = '', ...rows] = (await readFile(join(later, 'clients.csv'), 'utf8'))
        .trimEnd()
        .split('\n')
    const phone = heading.split(',').indexOf('phone')
    const changed = rows.map((row, at) => {
        if (at > 2) return row
        const cells = row.split(',')
        return cells.map((cell, place) => (place === phone ? `1540000000${at}` : cell)).join(',')
    })
    const copies = rows
        .slice(10, 12)
        .map((row, at) => [`C9900000${at}`, ...row.split(',').slice(1)])
    const all = [heading, ...changed, ...copies.map((cells) => cells.join(','))]
    await writeFile(join(later, 'clients.csv'), `${all.join('\n')}\n`)
    await ask('import', 'sample_crm', later)
}

test('a second run finds nothing to match, and says the same', async () => {
    expect(persons(first)).toMatchObject({ more: null, whole: 'first' })
    const again = await run()
    expect(again.digest).toBe(first.digest)
    expect(persons(again)).toMatchObject({
        ...{ whole: null, pairs: 0 },
        more: { base: first.matching, added: 0, changed: 0, removed: 0 },
    })
}, 600_000)

test('a delivery has its changed records matched, and an undo takes that back', async () => {
    await deliverChanges()
    const later = await run()
    const [people, before] = [persons(later), persons(first)]
    expect(people?.more).toMatchObject({ added: 2, changed: 3, removed: 0 })
    expect(people?.pairs).toBeLessThan((before?.pairs ?? 0) / 2)
    expect(later.records).toBe(first.records + 2)
    // The copies say what the others say: they are found to be them.
    expect(later.parties).toBe(first.parties)
    const undone = String(later.matching)
    await ask('identity', 'undo', undone, '--matching', '--reason', 'a second look')
    const again = await run()
    expect(again.digest).toBe(later.digest)
    expect(persons(again)?.more).toMatchObject({ added: 2, changed: 3 })
    await ask('identity', 'review')
}, 600_000)

test('all is matched where it is asked for, or nothing else can be', async () => {
    expect(persons(await run('--whole'))?.whole).toBe('asked')
    expect(persons(await run('--seed', '2'))?.whole).toBe('seed')
    const bases = join(data, 'identity', 'bases')
    expect((await readdir(bases)).length).toBeLessThanOrEqual(2)
    await rm(bases, { recursive: true })
    expect(persons(await run('--seed', '2'))?.whole).toBe('base')
    const ended = await tong({ args: ['identity', 'run', '--seed', '2'], data })
    expect(ended).toMatchObject({ exit: 0 })
    expect(ended.stdout).toMatch(/0 new records, 0 changed, 0 removed; only these were matched/)
    const files = await tong({ args: ['identity', 'run', '--keep', 'x'], data })
    expect(files.stderr).toMatch(/--keep only has a meaning together with --input/)
}, 600_000)
