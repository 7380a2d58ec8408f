import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
    type Finding,
    folderFindings,
    machineFindings,
    storeFindings,
} from '#cli/doctor-findings.ts'
import { languages } from '#domain/say.ts'
import { loadSay } from '#runtime/texts.ts'
import {
    filesOf,
    importSmallBank,
    newFolder,
    removeBank,
    type SmallBank,
} from '../e2e/small-bank.ts'
import { said, tong } from '../e2e/tong-process.ts'
import { startUser } from '../runtime/start-user.ts'

const gb = 2 ** 30
const machine = {
    ...{ node: '24.1.0', platform: 'linux-x64', cores: 8, memory: 16 * gb, memoryFree: 8 * gb },
    ...{ diskFree: 100 * gb, temporary: '/tmp', isTemporaryWritable: true },
    ...{ timeZone: 'Asia/Shanghai', locale: 'zh_CN.UTF-8' },
}
const config = { dataFolder: '/bank', threads: 8, memoryLimitGb: 6, language: 'en' } as const
const store = {
    ...{ version: '18.4', encoding: 'UTF8', bytes: 5e6, isWritten: false },
    ...{ recordedAt: 1_000_000_000_000, batches: 3 },
}
const around = {
    isPrivate: true,
    holder: { known: 'yes', command: 'close', actor: 'li', pid: '7', since: '2026-01-01 00:00' },
    now: 1_000_000_060_000,
}
const emptyFolder = { count: 0, bytes: 0 }
const folder = {
    ...{ batches: { count: 2, bytes: 5e6 }, snapshots: { count: 9, bytes: 5e9 } },
    ...{ runs: emptyFolder, left: emptyFolder, kept: emptyFolder },
}

/** Those that are not well, as `disk.low: warning`. */
function unwell(findings: readonly Finding[]): readonly string[] {
    const some = findings.filter(({ state }) => state !== 'well')
    return some.map(({ text, state }) => `${text}: ${state}`)
}

describe('what is found', () => {
    test.each([
        ['nothing on a good machine', {}, []],
        ['an old Node', { node: '22.9.0' }, ['node.old: trouble']],
        ['little disk', { diskFree: 4 * gb }, ['disk.low: warning']],
        ['no disk', { diskFree: 0.1 * gb }, ['disk.full: trouble']],
        ['a disk that does not say', { diskFree: null }, []],
        ['little memory', { memory: 7 * gb }, ['memory.much: warning']],
        ['a folder for temporary files', { isTemporaryWritable: false }, ['temporary: trouble']],
        ['a locale without Chinese', { locale: 'zh_CN.GB18030' }, ['locale.other: warning']],
        ['a locale that says nothing', { locale: '' }, []],
    ])('of the machine: %s', (_, change, wanted) => {
        expect(unwell(machineFindings({ ...machine, ...change }, config))).toEqual(wanted)
    })

    test.each([
        ['nothing of a good one', {}, []],
        ['not in UTF-8', { encoding: 'LATIN1' }, ['store.encoding: trouble']],
        [
            'a clock that was moved back',
            { recordedAt: around.now + 3_600_000 },
            ['clock.behind: trouble'],
        ],
        ['a clock a little apart', { recordedAt: around.now + 60_000 }, []],
        ['nothing recorded yet', { recordedAt: null }, []],
        ['somebody who writes', { isWritten: true }, ['lock.held: warning']],
    ])('of the store: %s', (_, change, wanted) => {
        expect(unwell(storeFindings({ ...store, ...change }, around))).toEqual(wanted)
    })

    test.each([
        ['nothing of a good one', {}, []],
        [
            'what a killed command left',
            { left: { count: 1, bytes: 5e5 } },
            ['folder.left: warning'],
        ],
        ['half an import', { kept: { count: 1, bytes: 5e8 } }, ['folder.kept: warning']],
    ])('of the data folder: %s', (_, change, wanted) => {
        expect(unwell(folderFindings({ ...folder, ...change }))).toEqual(wanted)
    })

    test.each(languages)('everything can be said, and trouble with a remedy: %s', (lang) => {
        const say = loadSay(lang)
        const bad = { ...machine, node: '20.0.0', diskFree: 1, memory: gb, locale: 'C' }
        const all = [
            ...machineFindings({ ...bad, isTemporaryWritable: false }, config),
            ...machineFindings(machine, config),
            ...machineFindings({ ...machine, diskFree: gb }, config),
            ...folderFindings({ ...folder, left: folder.batches, kept: folder.batches }),
            ...storeFindings({ ...store, encoding: 'X', isWritten: true }, around),
            ...storeFindings(
                { ...store, recordedAt: around.now * 2 },
                { ...around, isPrivate: false },
            ),
        ]
        for (const { text, params, state } of all) {
            const sentence = say(`cli.doctor.${text}`, params)
            expect(sentence).not.toMatch(/undefined|\{|NaN/)
            if (state !== 'well') expect(sentence).toMatch(/[：:;,，]/)
        }
    })
})

type Told = {
    readonly isWell: boolean
    readonly findings: readonly {
        readonly part: string
        readonly state: string
        readonly sentence: string
    }[]
}

describe('tong doctor', () => {
    let bank: SmallBank

    beforeAll(async () => {
        bank = await importSmallBank()
    })

    afterAll(() => removeBank(bank))

    async function told(
        env: Readonly<Record<string, string>> = {},
    ): Promise<{ exit: number | null; told: Told }> {
        const ended = await tong({ args: ['doctor', '--json'], data: bank.data, env })
        return { exit: ended.exit, told: JSON.parse(ended.stdout) }
    }

    test('finds a healthy bank well and changes nothing in it', async () => {
        const before = await filesOf(bank.data)
        const { exit, told: answer } = await told()
        expect(exit).toBe(0)
        expect(answer.isWell).toBe(true)
        const parts = new Set(answer.findings.map(({ part }) => part))
        expect([...parts].sort()).toEqual(['folder', 'machine', 'rules', 'store'])
        expect(await filesOf(bank.data)).toEqual(before)
        const read = await tong({ args: ['doctor'], data: bank.data })
        expect(read.stdout).toMatch(/All is well/)
        expect(read.stdout).not.toContain('✗')
    })

    test('says who is writing, and is no trouble for that', async () => {
        const user = startUser({ folder: bank.data, access: 'write' })
        expect(await user.first).toBe('open')
        const { exit, told: answer } = await told()
        await user.leave()
        expect(exit).toBe(0)
        const [held] = answer.findings.filter(({ state }) => state === 'warning')
        expect(held?.sentence).toContain('tong test')
    })

    test('a store that does not answer ends with 4, and the rest is told', async () => {
        const url = 'postgres://nobody:secret@127.0.0.1:1/none'
        const { exit, told: answer } = await told({ TONG_DATABASE_URL: url })
        expect(exit).toBe(4)
        const [trouble] = answer.findings.filter(({ state }) => state === 'trouble')
        expect(trouble).toMatchObject({ part: 'store' })
        expect(JSON.stringify(answer)).not.toContain('secret')
        expect(answer.findings.some(({ part }) => part === 'machine')).toBe(true)
    })

    test.each([
        ['a contract', 'models/sources/other.yml', 'system: other\n'],
        ['a model', 'models/staging/other__things.sql', 'select 1\n'],
        ['a rule', 'policies/lifecycle/2026-01.yaml', 'lifecycle: 2026-01\n'],
    ])('%s with faults ends with 3 and names the file', async (_, file, text) => {
        const path = join(bank.data, file)
        await mkdir(join(path, '..'), { recursive: true })
        await writeFile(path, text)
        try {
            const { exit, told: answer } = await told()
            expect(exit).toBe(3)
            const troubles = answer.findings.filter(({ state }) => state === 'trouble')
            expect(troubles[0]?.part).toBe('rules')
            expect(troubles.map(({ sentence }) => sentence).join(' ')).toContain(
                file.split('/').at(-1)?.split('.')[0],
            )
            expect(answer.findings.some(({ part }) => part === 'store')).toBe(true)
        } finally {
            await rm(path)
        }
    })

    test('where there is no bank it says how to begin', async () => {
        const data = join(await newFolder(), 'none')
        const ended = await tong({ args: ['doctor'], data })
        expect(ended).toMatchObject({ exit: 0 })
        expect(said(ended)).toContain(`./tong start --data '${data}'`)
    })

    test.runIf(process.getuid?.() === 0)('a folder that cannot be written is trouble', async () => {
        const data = join(await newFolder(), 'none')
        const user = { uid: 65_534, gid: 65_534 }
        const ended = await tong({ args: ['doctor'], data, user, env: { HOME: '/nonexistent' } })
        expect(ended.exit).toBe(4)
        expect(ended.stdout).toContain('cannot be written by this user')
    })
})
