import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { signalAt, waitFor } from '../faults/kill-at.ts'
import { newFolder, removeBank } from './small-bank.ts'
import { answerOf, refusalOf, said, startTong, tong } from './tong-process.ts'

// A folder of files of which nothing is known becomes a bank.

const corner = join(import.meta.dirname, '../../docs/examples/corner/files')

let home: string
let data: string
let files: string

beforeAll(async () => {
    home = await newFolder()
    data = join(home, 'bank')
    files = join(home, 'corner')
    await cp(corner, files, { recursive: true })
})

afterEach(async () => {
    await removeBankAt(data)
})

afterAll(() => removeBank({ data }))

async function removeBankAt(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true })
}

async function textOf(path: string): Promise<string> {
    return await readFile(join(data, path), 'utf8')
}

/** Average balances of a month by customer, added up from the files by a plain loop. */
async function assetsOf(month: string): Promise<ReadonlyMap<string, number>> {
    const linesOf = async (name: string): Promise<readonly (readonly string[])[]> => {
        const text = await readFile(join(files, name), 'utf8')
        const lines = text.trim().split('\n').slice(1)
        return lines.map((line) => line.split(','))
    }
    const owners = new Map(
        (await linesOf('accounts.csv')).map(([no = '', owner = '']) => [no, owner]),
    )
    const assets = new Map<string, number>()
    for (const [account = '', of, average = ''] of await linesOf('balances.csv')) {
        const owner = owners.get(account) ?? ''
        if (of === month) assets.set(owner, (assets.get(owner) ?? 0) + Number(average))
    }
    return assets
}

describe('tong init', () => {
    test('answers that are piped in count, and nothing else is asked', async () => {
        const input = 'CNY\nwealth\n2026-02\n'
        const ended = await tong({ args: ['init', files], data, input })
        expect(ended).toMatchObject({ exit: 0 })
        expect(ended.stderr.match(/^\? /gm)).toHaveLength(3)
        expect(ended.stdout).toContain('32 rows in 3 tables, none rejected')
        expect(ended.stdout).toContain(`./tong start --data '${data}'`)
        const settings = await textOf('tong.yaml')
        expect(settings).toContain('base_currency: CNY')
        expect(settings).toContain('- wealth')
        expect(settings).toContain('first_close: 2026-02')
        expect(await textOf('models/staging/corner__customers.sql')).toContain(
            `when 'C' then 'company'`,
        )
    })

    test('the bank that it makes is closed and reported by tong start alone', async () => {
        await answerOf({ args: ['init', files, '--yes'], data })
        const ended = await tong({ args: ['start'], data })
        expect(ended).toMatchObject({ exit: 0 })
        expect(ended.stderr).toContain('through 2026-03')
        expect(existsSync(join(data, 'report.html'))).toBe(true)
        type Party = {
            readonly recordKey: string
            readonly assignment: { readonly assets: string | null }
        }
        const { parties } = await answerOf<{ parties: readonly Party[] }>({ args: ['list'], data })
        // Customer 6 is a company, and the balance of customer 4 was not delivered: it is unknown.
        const wanted = new Map([...(await assetsOf('202603'))].filter(([owner]) => owner !== '6'))
        expect(wanted.get('4')).toBe(0)
        expect(parties).toHaveLength(wanted.size)
        for (const { recordKey, assignment } of parties) {
            const owner = recordKey.split(':').at(-1) ?? ''
            const known = assignment.assets === null ? null : Number(assignment.assets)
            expect(known).toBe(owner === '4' ? null : wanted.get(owner))
        }
        const again = await tong({ args: ['start'], data })
        expect(again).toMatchObject({ exit: 0, stdout: ended.stdout })
        expect(again.stderr).not.toContain('Closing')
    })

    test('answers that end leave nothing behind', async () => {
        const { exit, failures } = await refusalOf({ args: ['init', files], data, input: 'CNY\n' })
        expect(exit).toBe(2)
        expect(failures.map(({ code }) => code)).toEqual(['cli.init_unanswered'])
        expect(existsSync(data)).toBe(false)
        expect((await readdir(home)).sort()).toEqual(['corner'])
    })

    test.each([0, 1, 2])('Ctrl-C at question %i leaves nothing behind', async (answered) => {
        const scratch = await newFolder()
        const input = ['CNY', 'wealth', '2026-02'].slice(0, answered).map((line) => `${line}\n`)
        const running = startTong({
            ...{ args: ['init', files], data, input: input.join(''), isOpen: true },
            env: { TMPDIR: scratch },
        })
        const isAsked = async (): Promise<boolean> =>
            (running.told().match(/^\? /gm) ?? []).length > answered
        await waitFor(running, isAsked)
        expect(running.isOver()).toBe(false)
        running.kill('SIGINT')
        const { exit, stdout, stderr } = await running.ended
        expect([exit, stdout]).toEqual([130, ''])
        expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^Cancelled/)
        expect(existsSync(data)).toBe(false)
        expect((await readdir(home)).sort()).toEqual(['corner'])
        expect(await readdir(scratch)).toEqual([])
    })

    test('Ctrl-C while the files are taken in: the same command goes on', async () => {
        const call = { args: ['init', files, '--yes'], data }
        const isTime = async (): Promise<boolean> => existsSync(join(data, 'tong.yaml'))
        expect(await signalAt(call, { signal: 'SIGINT', isTime })).toMatchObject({ exit: 130 })
        expect(await answerOf({ args: ['batches', 'list'], data })).toEqual([])
        expect(await tong(call)).toMatchObject({ exit: 0 })
        const done = await refusalOf(call)
        expect(done.failures.map(({ code }) => code)).toEqual(['cli.init_done'])
    })

    test('a wrong answer is asked again, three times at most', async () => {
        const input = 'Euro\nEUR?\neur\nwealth\n'
        const ended = await tong({ args: ['init', files, '--ladder', 'savers'], data, input })
        expect(ended.exit).toBe(2)
        const right = 'Euro\nCNY\n2030-01\n2026-03\n'
        const good = await tong({ args: ['init', files, '--ladder', 'savers'], data, input: right })
        expect(good).toMatchObject({ exit: 0 })
        expect(await textOf('tong.yaml')).toContain('first_close: 2026-03')
        expect(await textOf('tong.yaml')).toContain('- savers')
    })

    test('what was ended before the files were taken in goes on from there', async () => {
        await answerOf({ args: ['init', files, '--yes'], data })
        const models = join(home, 'models')
        await cp(join(data, 'models'), models, { recursive: true })
        await removeBankAt(data)
        await mkdir(data)
        await cp(models, join(data, 'models'), { recursive: true })
        await rm(models, { recursive: true })
        const half = await refusalOf({ args: ['start'], data })
        expect(half.failures.map(({ code }) => code)).toEqual(['cli.start_half_bank'])
        expect(await tong({ args: ['init', files, '--yes'], data })).toMatchObject({ exit: 0 })
        const done = await refusalOf({ args: ['init', files, '--yes'], data })
        expect(done.failures.map(({ code }) => code)).toEqual(['cli.init_done'])
    })

    test('models of somebody else are not written over', async () => {
        await mkdir(join(data, 'models/staging'), { recursive: true })
        await writeFile(join(data, 'models/staging/mine.sql'), 'select 1\n')
        const { failures } = await refusalOf({ args: ['init', files, '--yes'], data })
        expect(failures.map(({ code }) => code)).toEqual(['runtime.models_there'])
        expect(await readdir(join(data, 'models/staging'))).toEqual(['mine.sql'])
    })

    test.each([
        ['a folder that is not there', 'cli.init_folder', async () => join(home, 'none')],
        ['one without files', 'cli.init_no_files', async () => await newFolder()],
        [
            'one without balances',
            'cli.init_roles',
            async () => {
                const folder = await newFolder()
                await cp(join(files, 'customers.csv'), join(folder, 'customers.csv'))
                await cp(join(files, 'accounts.csv'), join(folder, 'accounts.csv'))
                return folder
            },
        ],
    ])('is refused %s', async (_, code, folderOf) => {
        const args = ['init', await folderOf(), '--yes', '--system', 'corner']
        const { exit, failures } = await refusalOf({ args, data })
        expect(exit).toBe(code === 'cli.init_folder' ? 2 : 3)
        expect(failures.map((one) => one.code)).toEqual([code])
        expect(existsSync(data)).toBe(false)
    })

    test('Chinese headings are understood, and what is not known is asked', async () => {
        const folder = join(home, '核心系统')
        await mkdir(folder)
        const balances = Array.from({ length: 6 }, (_, index) =>
            [1, 2, 3].map(
                (month) => `A${index + 1},20260${month},${(index + 1) * 10_000 + month}.50`,
            ),
        ).flat()
        await writeFile(
            join(folder, '客户.csv'),
            [
                '客户号,客户名称,客户类型,出生日期',
                '1,张三,对私,1980-01-02',
                '2,李四,对私,1990-03-04',
                '3,晨光贸易公司,对公,',
            ].join('\n'),
        )
        await writeFile(
            join(folder, '账户.csv'),
            [
                '账号,客户号,产品类型,开户日期',
                'A1,1,活期存款,2020-01-01',
                'A2,1,理财产品,2021-01-01',
                'A3,2,定期存款,2022-01-01',
                'A4,2,贵金属,2022-05-01',
                'A5,3,活期存款,2019-01-01',
                'A6,3,经营贷款,2023-01-01',
            ].join('\n'),
        )
        await writeFile(join(folder, '余额.csv'), ['账号,月份,日均余额', ...balances].join('\n'))
        const input = 'CNY\nfund\nwealth\n2026-01\n'
        const args = ['init', folder, '--lang', 'zh-CN']
        const ended = await tong({ args, data, input })
        expect(said(ended)).toContain('产品类型 为“贵金属”的属于哪类产品？')
        expect(ended).toMatchObject({ exit: 0 })
        const names = await readdir(join(data, 'models/staging'))
        const accounts = names.find((name) => /account.*\.sql$/.test(name)) ?? ''
        const model = await textOf(`models/staging/${accounts}`)
        expect(model).toContain(`when '贵金属' then 'fund'`)
        expect(model).toContain(`when '经营贷款' then 'loan'`)
        const run = ['run', '--as-of', '2026-03', '--select']
        const built = await tong({ args: [...run, 'identity.accounts', 'identity.balances'], data })
        expect(built).toMatchObject({ exit: 0 })
    })
})
