import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { answerOf, type Ended, refusalOf, tong } from '../e2e/tong-process.ts'
import { isThere } from '../import/is-there.ts'

const customers = 'customer_no,name,city\n1,Ann,Rome\n2,Bob,Oslo\n3,Cid,Rome\n'
const accounts =
    'account_no,customer_no,balance,opened\n7,1,10.50,2020-01-31\n8,3,2.00,2021-02-28\n'

let home: string
let data: string
let delivery: string

beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tong-sources-'))
    data = join(home, 'data')
    delivery = join(home, 'delivery')
    await mkdir(delivery)
    await writeFile(join(delivery, 'customers.csv'), customers)
    await writeFile(join(delivery, 'accounts.csv'), accounts)
})

afterAll(async () => {
    await rm(home, { recursive: true, force: true })
})

async function run(...args: readonly string[]): Promise<Ended> {
    return await tong({ args: ['sources', ...args], data })
}

const files = () => ['customers', 'accounts'].map((name) => join(delivery, `${name}.csv`))

describe('tong sources draft, check and show', () => {
    it('write a contract that is a contract, and the same on the terminal', async () => {
        const out = join(home, 'shop.yml')
        const written = await run('draft', ...files(), '--system', 'shop', '--out', out)
        expect(written).toMatchObject({ exit: 0 })
        expect(written.stdout).toContain('2 tables')
        expect(written.stdout).toContain(`tong sources check ${out} ${delivery}`)
        const text = await readFile(out, 'utf8')
        const shown = await run('draft', ...files(), '--system', 'shop')
        expect(shown.stdout.trimEnd()).toBe(text.trimEnd())
        expect(parse(text)).toMatchObject({
            system: 'shop',
            tables: {
                accounts: {
                    key: ['account_no'],
                    relations: [{ columns: ['customer_no'], to: 'customers' }],
                },
            },
        })
    })

    it('take the name of the folder for that of the system, and tell doubts as data', async () => {
        const json = await answerOf<{ system: string; doubts: readonly unknown[] }>({
            args: ['sources', 'draft', ...files()],
            data,
        })
        expect(json.system).toBe('delivery')
        expect(json.doubts).toContainEqual({
            table: 'customers',
            column: 'name',
            sentence: expect.stringContaining('name'),
        })
    })

    it('never write over a file, nor into a folder that is not there', async () => {
        const out = join(home, 'taken.yml')
        await writeFile(out, 'mine')
        const args = ['sources', 'draft', ...files(), '--out']
        expect(await refusalOf({ args: [...args, out], data })).toMatchObject({
            exit: 2,
            failures: [{ code: 'cli.out_there' }],
        })
        expect(await readFile(out, 'utf8')).toBe('mine')
        const nowhere = join(home, 'no', 'shop.yml')
        expect(await refusalOf({ args: [...args, nowhere], data })).toMatchObject({
            exit: 2,
            failures: [{ code: 'cli.out_folder' }],
        })
        const bad = ['sources', 'draft', ...files(), '--system', 'Große Bank']
        expect(await refusalOf({ args: bad, data })).toMatchObject({
            exit: 2,
            failures: [{ code: 'cli.sources_system' }],
        })
    })

    it('check a delivery by the file of a contract, and keep nothing', async () => {
        const out = join(home, 'checked.yml')
        await run('draft', ...files(), '--system', 'shop', '--out', out)
        const fine = await run('check', out, delivery)
        expect(fine).toMatchObject({ exit: 0 })
        expect(fine.stdout).toContain('5 rows to be taken')
        expect(await isThere(data)).toBe(false)
        const wrong = join(home, 'wrong')
        await mkdir(wrong)
        await writeFile(join(wrong, 'customers.csv'), customers)
        await writeFile(join(wrong, 'accounts.csv'), accounts.replace('8,3,', '8,9,'))
        const refused = await refusalOf({ args: ['sources', 'check', out, wrong], data })
        expect(refused.exit).toBe(3)
        expect(refused.failures).toMatchObject([
            { code: 'sources.parent_missing', at: { file: 'accounts.csv', line: 3 } },
        ])
        const missing = join(home, 'none.yml')
        expect(
            await refusalOf({ args: ['sources', 'check', missing, delivery], data }),
        ).toMatchObject({ exit: 3, failures: [{ code: 'pipeline.contract_unreadable' }] })
    })

    it('show a contract, one table of it, and no table that it has not', async () => {
        const shown = await run('show', 'berka', '--table', 'card')
        expect(shown).toMatchObject({ exit: 0 })
        expect(shown.stdout).toContain('disp_id → disp')
        expect(shown.stdout).toContain('%y%m%d 00:00:00')
        expect(shown.stdout).not.toContain('district.asc')
        const unknown = ['sources', 'show', 'berka', '--table', 'cards']
        expect(await refusalOf({ args: unknown, data })).toMatchObject({
            failures: [{ code: 'pipeline.only_unknown', params: { nearest: 'card' } }],
        })
        expect(await refusalOf({ args: ['sources', 'show', 'nobody'], data })).toMatchObject({
            failures: [{ code: 'pipeline.system_unknown' }],
        })
    })
})

describe('tong sources map', () => {
    it('finds columns under other names, writes them down, and the file then fits', async () => {
        const own = join(data, 'models/sources')
        await mkdir(own, { recursive: true })
        const path = join(own, 'shop.yml')
        await run('draft', ...files(), '--system', 'shop', '--out', path)
        const before = await readFile(path, 'utf8')
        const renamed = join(home, 'renamed')
        await mkdir(renamed)
        const heads = '账号,cust_id,bal,open_dt'
        const body = accounts.slice(accounts.indexOf('\n'))
        await writeFile(join(renamed, 'accounts.csv'), `${heads}${body}`)
        await writeFile(join(renamed, 'customers.csv'), customers)
        expect(await run('check', 'shop', renamed)).toMatchObject({ exit: 3 })
        const args = ['map', 'shop', join(renamed, 'accounts.csv')]
        const proposed = await run(...args)
        expect(proposed.stdout).toContain('account_no: aliases: [账号]')
        expect(await readFile(path, 'utf8')).toBe(before)
        const written = await run(...args, '--write')
        expect(written).toMatchObject({ exit: 0 })
        const after = await readFile(path, 'utf8')
        // Nothing but the aliases has changed; comments are part of the text.
        expect(after.replaceAll(/, aliases: \[[^\]]*\]|aliases: \[[^\]]*\]\n\s*/g, '')).toBe(before)
        const { columns } = parse(after).tables.accounts
        expect(
            Object.entries<{ aliases?: readonly string[] }>(columns).map(([name, one]) => [
                name,
                one.aliases,
            ]),
        ).toEqual([
            ['account_no', ['账号']],
            ['customer_no', ['cust_id']],
            ['balance', ['bal']],
            ['opened', ['open_dt']],
        ])
        expect(await run('check', 'shop', renamed)).toMatchObject({ exit: 0 })
        const again = await run(...args)
        expect(again.stdout).toContain('all headings are as in the contract')
    })

    it('says which table a file is for, and refuses one that is like none', async () => {
        const other = join(home, 'weather.csv')
        await writeFile(other, 'station,wind\nA,3\nB,4\n')
        expect(await refusalOf({ args: ['sources', 'map', 'berka', other], data })).toMatchObject({
            exit: 3,
            failures: [{ code: 'pipeline.map_table_unknown' }],
        })
    })
})

describe('tong sample', () => {
    it('says at once of a folder that nobody can write to that it is one', async () => {
        expect(await refusalOf({ args: ['sample', '/proc/nope/bank'], data })).toMatchObject({
            exit: 3,
            failures: [{ code: 'cli.sample_unwritable' }],
        })
    })
})

describe('tong sources list', () => {
    it('names the systems that are described, also without a bank', async () => {
        const { sources } = await answerOf<{ sources: readonly { system: string }[] }>({
            args: ['sources', 'list'],
            data: join(home, 'nothing'),
        })
        expect(sources.map(({ system }) => system)).toEqual(
            expect.arrayContaining(['berka', 'sample']),
        )
        const text = await tong({ args: ['sources', 'list'], data: join(home, 'nothing') })
        expect(text.stdout).toContain('never delivered')
    })

    it('lists the others where one is broken, and says what is wrong with it', async () => {
        const own = join(home, 'half')
        await mkdir(join(own, 'models/sources'), { recursive: true })
        await writeFile(join(own, 'models/sources/core.yml'), 'system: core\ntables: 7\n')
        const { stdout, exit } = await tong({ args: ['sources', 'list', '--json'], data: own })
        const { sources, failures } = JSON.parse(stdout) as {
            sources: readonly { system: string }[]
            failures: readonly { code: string; at: { file: string } }[]
        }
        expect(sources.map(({ system }) => system)).toContain('berka')
        expect(failures.map(({ at }) => at.file)).toContain(join(own, 'models/sources/core.yml'))
        expect(exit).toBe(3)
    })
})
