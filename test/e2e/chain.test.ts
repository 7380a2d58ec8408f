import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#domain/say.ts'
import {
    filesOf,
    makeSmallBank,
    namesIn,
    removeBank,
    type SmallBank,
    serverOf,
} from './small-bank.ts'
import { customers, personsInJune } from './small-bank-files.ts'
import { answerOf, refusalOf, said, startTong, tong } from './tong-process.ts'

// One bank from its files to its customers, by the commands that a person types, in that order.

type Manifest = { readonly runId: string; readonly digest: string }
type Close = { readonly closes: readonly unknown[]; readonly manifest: Manifest | null }
type Planned = { readonly step: string; readonly isBuilt: boolean }
type History = {
    readonly months: readonly {
        readonly month: string
        readonly tier: string | null
        readonly earnedCause: string
        readonly measure: string | null
    }[]
}

let bank: SmallBank

beforeAll(async () => {
    bank = await makeSmallBank()
})

afterAll(() => removeBank(bank))

describe('from files to features', () => {
    test('before the import there is nothing to run, and the bank says so', async () => {
        const { exit, failures } = await refusalOf({
            args: ['run', '--as-of', '2025-06'],
            data: bank.data,
        })
        expect(exit).toBe(3)
        expect(failures.map(({ code }) => code)).toEqual(['pipeline.nothing_imported'])
        expect(failures[0]?.sentence).toContain('tong import SYSTEM FOLDER')
    })

    test('an import takes all tables; the same files again change nothing', async () => {
        const call = { args: ['import', 'corner', bank.files], data: bank.data }
        const first = await tong(call)
        expect(first).toMatchObject({ exit: 0 })
        expect(first.stdout).toMatch(/^Imported corner as batch 1: /)
        expect(first.stdout).toMatch(/^customers +40 +40 +0$/m)
        const [batch] = await namesIn(bank.data, 'batches')
        const before = await filesOf(bank.data)
        expect(await answerOf(call)).toMatchObject({
            isNew: false,
            isLatest: true,
            batch: { batchId: batch },
        })
        expect(await filesOf(bank.data)).toEqual(before)
    })

    test('a dry run tells every step and writes nothing', async () => {
        const before = await filesOf(bank.data)
        const args = ['run', '--as-of', '2025-06', '--dry-run']
        const steps = await answerOf<readonly Planned[]>({ args, data: bank.data })
        expect(steps.map(({ step }) => step)).toContain('features.party_months@202506')
        expect(steps.every(({ isBuilt }) => !isBuilt)).toBe(true)
        expect(await filesOf(bank.data)).toEqual(before)
    })

    test('a run builds up to the features; the second reuses every step', async () => {
        const call = { args: ['run', '--as-of', '2025-06'], data: bank.data }
        const first = await tong(call)
        expect(first).toMatchObject({ exit: 0 })
        expect(first.stdout).toContain('steps built, 0 reused.')
        expect(first.stdout).toContain(`${personsInJune + 1} customers have an account by then.`)
        const keys = await namesIn(bank.data, 'snapshots')
        const second = await tong(call)
        expect(second.stdout).toContain(`0 steps built, ${keys.length} reused.`)
        expect(runLine(second.stdout)).toBe(runLine(first.stdout))
        expect(await namesIn(bank.data, 'snapshots')).toEqual(keys)
    })

    test('a part is chosen with what it needs, and after a + what is built on it', async () => {
        const planned = async (choice: string) => {
            const args = ['run', '--as-of', '2025-06', '--dry-run', '--select', choice]
            const steps = await answerOf<readonly Planned[]>({ args, data: bank.data })
            return steps.map(({ step }) => step)
        }
        expect(await planned('identity.party_map')).toEqual([
            ...['identity.corner__records', 'identity.records'],
            ...['identity.corner__accounts', 'identity.accounts', 'identity.party_map'],
        ])
        const downstream = await planned('identity.party_map+')
        expect(downstream).toContain('features.party_months@202506')
        expect(downstream.some((step) => step.startsWith('tiers.'))).toBe(false)
        const { exit, failures } = await refusalOf({
            args: ['run', '--as-of', '2025-06', '--select', 'features.nothing'],
            data: bank.data,
        })
        expect(exit).toBe(2)
        expect(failures[0]).toMatchObject({ code: 'pipeline.model_unknown' })
        expect(failures[0]?.sentence).toContain('features.party_months')
    })
})

describe('from features to tiers', () => {
    test('nothing is listed before the first close', async () => {
        const { exit, failures } = await refusalOf({ args: ['list'], data: bank.data })
        expect(exit).toBe(3)
        expect(failures[0]).toMatchObject({ code: 'serving.nothing_closed' })
        expect(failures[0]?.sentence).toContain('tong close')
    })

    test('the last run is the one that ran last, also when it ran before', async () => {
        const lastMonth = async (): Promise<string | undefined> => {
            const args = ['close', '--dry-run']
            const steps = await answerOf<readonly Planned[]>({ args, data: bank.data })
            const closes = steps.filter(({ step }) => step.startsWith('tiers.assignments@'))
            return closes.at(-1)?.step.split('@').at(-1)
        }
        const run = (month: string) => ({ args: ['run', '--as-of', month], data: bank.data })
        expect(await tong(run('2025-03'))).toMatchObject({ exit: 0 })
        expect(await lastMonth()).toBe('202503')
        expect(await tong(run('2025-06'))).toMatchObject({ exit: 0 })
        expect(await lastMonth()).toBe('202506')
    })

    test('a dry close writes nothing; a close takes the month of the last run', async () => {
        const before = await filesOf(bank.data)
        const steps = await answerOf<readonly Planned[]>({
            args: ['close', '--dry-run'],
            data: bank.data,
        })
        const closes = steps.filter(({ step }) => step.startsWith('tiers.assignments@corner@'))
        expect(closes.map(({ isBuilt }) => isBuilt)).toEqual(Array(6).fill(false))
        expect(steps.some(({ isBuilt }) => isBuilt)).toBe(true)
        expect(await filesOf(bank.data)).toEqual(before)
        const closed = await answerOf<Close>({ args: ['close'], data: bank.data })
        expect(closed.closes).toHaveLength(6)
        expect(closed.manifest?.digest).toMatch(/^[0-9a-f]{64}$/)
        expect(await namesIn(bank.data, 'runs')).toContain(closed.manifest?.runId)
    })

    test('a second close finds everything closed', async () => {
        const before = await filesOf(bank.data)
        const again = await tong({ args: ['close'], data: bank.data })
        expect(again).toMatchObject({ exit: 0 })
        expect(again.stdout).toContain('Everything through 2025-06 is closed already')
        expect(await filesOf(bank.data)).toEqual(before)
    })

    test('drift is measured once of the same tables, and anew of others', async () => {
        const run = async (month: string): Promise<string> =>
            (await answerOf<Manifest>({ args: ['run', '--as-of', month], data: bank.data })).runId
        await run('2025-05')
        const file = join(bank.data, 'runs', await run('2025-06'), 'drift.json')
        const text = await readFile(file, 'utf8')
        const now = Number(/"now": (\d+)/.exec(text)?.[1])
        expect(now).toBe(personsInJune + 1)
        const marked = text.replace(`"now": ${now}`, '"now": 999')
        await writeFile(file, marked)
        await run('2025-06')
        expect(await readFile(file, 'utf8')).toBe(marked)
        type Told = { readonly parties: { readonly now: number } }
        const told = await answerOf<Told>({ args: ['features', 'drift'], data: bank.data })
        expect(told.parties.now).toBe(999)
        await writeFile(file, marked.replace(/"measured": "../, '"measured": "no'))
        await run('2025-06')
        expect(await readFile(file, 'utf8')).toBe(text)
    })

    test('each customer has the months that its balances tell', async () => {
        const stories = {
            steady: 'entered unchanged unchanged unchanged unchanged unchanged',
            falls: 'entered unchanged protected protected downgraded unchanged',
            rises: 'entered unchanged unchanged upgraded unchanged unchanged',
            enters: 'entered unchanged unchanged',
            unknown: 'entered unchanged unchanged unchanged stale stale',
        } as const
        const told = Object.keys(stories).map(async (name) => {
            const party = customers[name as keyof typeof stories]
            const { months } = await historyOf(party)
            return [name, months.map((one) => one.earnedCause).join(' ')]
        })
        expect(Object.fromEntries(await Promise.all(told))).toEqual(stories)
        const { months } = await historyOf(customers.foreign)
        // 10,000 EUR at the stored rate of 8.
        expect(months.map(({ tier, measure }) => [tier, measure])).toEqual(
            Array(6).fill(['gold', '80000.00']),
        )
    })
})

describe('what people read', () => {
    const titles = { 'zh-CN': '街角等级', 'zh-TW': '街角等級', en: 'Corner tier' } as const
    const tiers = { 'zh-CN': '黄金', 'zh-TW': '黃金', en: 'Gold' } as const

    test.each(languages)('list, explain and history speak %s', async (language) => {
        const ask = async (...args: string[]) => {
            const ended = await tong({ args: [...args, '--lang', language], data: bank.data })
            expect(ended).toMatchObject({ exit: 0, stderr: '' })
            return ended.stdout
        }
        const [near, why, months] = await Promise.all([
            ask('list', 'near'),
            ask('explain', customers.falls, '--month', '2025-04'),
            ask('history', customers.falls),
        ])
        expect(near).toContain(customers.near)
        expect(near).toContain('5,000.00')
        expect(why).toContain(tiers[language])
        expect(months).toContain(titles[language])
        expect(months.split('\n').filter((line) => line.startsWith('2025-'))).toHaveLength(6)
        // A text that was never filled in, or a value that was never given.
        expect(`${near}${why}${months}`).not.toMatch(/[{}]|undefined|null|NaN|\[object/)
        if (language !== 'en') expect(why).not.toMatch(/\b(?:the|month|tier)\b/)
    })

    test('JSON is the same in every language but for the sentences', async () => {
        const asked = await Promise.all(
            (['zh-CN', 'en'] as const).map((language) =>
                answerOf<{ sentences?: unknown }>({
                    args: ['explain', customers.near, '--lang', language],
                    data: bank.data,
                }),
            ),
        )
        const [chinese, english] = asked.map(({ sentences: _, ...rest }) => rest)
        expect(chinese).toEqual(english)
        expect(chinese).toMatchObject({
            party: { recordKey: customers.near, name: '近*' },
            assignment: { month: '2025-06', tier: 'mass', nextGap: '5000.00', near: 'up' },
        })
    })

    test('lists answer in JSON with ids and money as text', async () => {
        const all = await answerOf<{ total: number; parties: { assignment: object }[] }>({
            args: ['list', '--limit', '1'],
            data: bank.data,
        })
        expect(all).toMatchObject({ month: '2025-06', kind: 'all', total: personsInJune })
        expect(all.parties).toHaveLength(1)
        expect(all.parties[0]).toMatchObject({
            partyId: expect.stringMatching(/^\d+$/),
            recordKey: customers.enters,
            assignment: { month: '2025-06', measure: '600000.00', tier: 'platinum' },
        })
    })

    test('nothing colours or draws where no terminal looks', async () => {
        const ended = await tong({ args: ['list'], data: bank.data })
        expect(said(ended)).not.toContain('\u001b')
    })
})

describe('exit codes', () => {
    const wrong = [
        { args: ['list', 'nobody'], code: 'cli.list_unknown' },
        { args: ['list', '--month', '2025-13'], code: 'cli.month_wrong' },
        { args: ['list', '--limit', '0'], code: 'cli.number_wrong' },
        { args: ['list', '--tier', 'copper'], code: 'cli.tier_unknown' },
        { args: ['run', '--as-of', '2025-02-30'], code: 'cli.as_of_wrong' },
        { args: ['explain'], code: 'cli.usage' },
        { args: ['explian', customers.near], code: 'cli.usage' },
        { args: ['list', '--colour'], code: 'cli.usage' },
        { args: ['import', 'korner', '.'], code: 'pipeline.system_unknown' },
    ]

    test('a slip of the tongue is told, all at the same time', async () => {
        const told = wrong.map(async ({ args }) => {
            const { exit, failures } = await refusalOf({ args, data: bank.data })
            return { args, exit, failures }
        })
        for (const [index, { args, exit, failures }] of (await Promise.all(told)).entries()) {
            expect({ args, exit, codes: failures.map(({ code }) => code) }).toEqual({
                args,
                exit: 2,
                codes: [wrong[index]?.code],
            })
            expect(failures[0]?.sentence).toMatch(/[.?]$/)
        }
    })

    test('help and version are answers', async () => {
        for (const args of [['--help'], ['close', '--help'], ['--version']]) {
            expect(await tong({ args, data: bank.data })).toMatchObject({ exit: 0, stderr: '' })
        }
    })

    test('a reader who stops early takes nothing with it', async () => {
        const running = startTong({ args: ['list', '--limit', '1000', '--json'], data: bank.data })
        running.stopReading()
        expect(await running.ended).toMatchObject({ exit: 0, signal: null, stderr: '' })
        expect(await serverOf(bank.data)).toBeNull()
    })

    test('no command leaves its server behind', async () => {
        expect(await serverOf(bank.data)).toBeNull()
        expect(await namesIn(bank.data, 'tmp')).toEqual([])
    })
})

async function historyOf(party: string): Promise<History> {
    return await answerOf<History>({ args: ['history', party], data: bank.data })
}

function runLine(text: string): string | undefined {
    return text.split('\n').find((line) => line.startsWith('Run '))
}
