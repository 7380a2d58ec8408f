import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '#runtime/embedded-postgres.ts'
import { clientConfigOf } from '#store/store-address.ts'
import { answerOf, type Call, type Ended, refusalOf, tong } from '../e2e/tong-process.ts'

const password = 'oh-so-secret'
const variable = 'TONG_SOURCE_DATABASE_CORE'

let home: string
let server: EmbeddedPostgres
let client: Client
let url: string
beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tong-database-'))
    await chmod(home, 0o711)
    const folder = join(home, 'server')
    await mkdir(folder, { mode: 0o711 })
    server = await openEmbeddedPostgres({ storeFolder: folder, stateFolder: join(home, 'state') })
    client = new Client(clientConfigOf(server.address))
    await client.connect()
    await client.query(`
        create schema ledger;
        create schema empty;
        create table ledger."Customer" (
            customer_no bigint primary key, name text, phone varchar(20), "order" int,
            is_staff boolean, note json
        );
        insert into ledger."Customer"
            select n, '张' || chr(20000 + n), '1541' || lpad(n::text, 7, '0'), n % 3,
                n % 2 = 0, '{"a": 1}'
            from generate_series(1, 60) n;
        create table ledger.account_days (
            account_no bigint, day date, customer_no bigint, balance numeric(18,2),
            seen_at timestamp, primary key (day, account_no)
        ) partition by range (day);
        create table ledger.account_days_2026 partition of ledger.account_days
            for values from ('2026-01-01') to ('2027-01-01');
        insert into ledger.account_days
            select 500 + n, date '2026-01-30' + d, n, n * 1.25, timestamp '2026-02-01 08:30:00'
            from generate_series(1, 60) n, generate_series(0, 1) d;
        create view ledger.staff as select customer_no, name from ledger."Customer"
            where is_staff;
        create table ledger.hidden (id int);
        create role reader login password '${password}';
        grant usage on schema ledger to reader;
        grant select on ledger."Customer", ledger.account_days, ledger.staff to reader`)
    const { address } = server
    if ('url' in address) throw new Error('a private server has a socket')
    const { socketFolder, port, database } = address
    url =
        `postgres://reader:${password}@localhost/${database}` +
        `?host=${encodeURIComponent(socketFolder)}&port=${port}`
})
afterAll(async () => {
    await client.end()
    await server.close()
    await rm(home, { recursive: true, force: true })
})

async function run(args: readonly string[], env = {}): Promise<Ended> {
    return await tong({ args, data: join(home, 'data'), env })
}

async function codesOf(args: Call['args']): Promise<readonly string[]> {
    const { failures } = await refusalOf({ args, data: join(home, 'data') })
    return failures.map(({ code }) => code)
}

const drafting = ['sources', 'draft', '--system', 'core', '--schema', 'ledger']

describe('a contract drafted from a database', () => {
    it('has the tables and views that the user may read, with their declared keys', async () => {
        const out = join(home, 'core.yml')
        const drafted = await run([...drafting, '--out', out], { [variable]: url })
        expect(drafted).toMatchObject({ exit: 0 })
        expect(drafted.stdout).toContain(`tong sources check ${out}.`)
        const { tables } = parse(await readFile(out, 'utf8'))
        expect(Object.keys(tables)).toEqual(['customer', 'account_days', 'staff'])
        expect(tables.customer).toMatchObject({
            key: ['customer_no'],
            read: {
                format: 'postgres',
                query: 'select * from "ledger"."Customer" order by customer_no',
            },
            columns: { phone: { pii: 'phone' }, is_staff: { type: 'boolean' } },
        })
        expect(tables.account_days).toMatchObject({
            key: ['day', 'account_no'],
            read: { query: 'select * from "ledger".account_days order by "day", account_no' },
            columns: { seen_at: { type: 'timestamp' }, balance: { type: 'decimal(18,2)' } },
            relations: [{ columns: ['customer_no'], to: 'customer' }],
        })
    })

    it('fits what it was drafted from, wherever the address stands, and shows none', async () => {
        const out = join(home, 'core.yml')
        const byTyped = await run(['sources', 'check', out, url])
        const byVariable = await run(['sources', 'check', out], { [variable]: url })
        for (const ended of [byTyped, byVariable]) {
            expect(ended).toMatchObject({ exit: 0 })
            expect(ended.stdout).toContain('120')
            expect(ended.stdout + ended.stderr).not.toContain(password)
        }
        const typed = await run([...drafting, url, '--out', join(home, 'typed.yml')])
        expect(typed).toMatchObject({ exit: 0 })
        expect(typed.stdout + typed.stderr).not.toContain(password)
        expect(await readFile(join(home, 'typed.yml'), 'utf8')).toBe(await readFile(out, 'utf8'))
    })

    it('is imported from the database that tong.yaml names', async () => {
        const data = join(home, 'bank')
        await mkdir(join(data, 'models/sources'), { recursive: true })
        const settings = `source_databases: { core: '${url}' }\n`
        const bank = 'base_currency: CNY\nladders: [wealth]\nfirst_close: 2026-01\n'
        await writeFile(join(data, 'tong.yaml'), bank + settings)
        const text = await readFile(join(home, 'core.yml'), 'utf8')
        await writeFile(join(data, 'models/sources/core.yml'), text)
        const taken = await answerOf<{ batch: number; isNew: boolean }>({
            args: ['import', 'core'],
            data,
        })
        expect(taken).toMatchObject({ isNew: true })
        const again = await answerOf<{ isNew: boolean }>({ args: ['import', 'core'], data })
        expect(again).toMatchObject({ isNew: false })
        expect(JSON.stringify([taken, again])).not.toContain(password)
    })
})

describe('wrong input', () => {
    it.each([
        ['an empty schema', ['--schema', 'empty'], 'pipeline.draft_schema_empty'],
        ['a schema that is not there', ['--schema', 'nowhere'], 'pipeline.draft_schema_empty'],
        ['a file beside the address', ['x.csv'], 'cli.sources_database_alone'],
    ])('%s', async (_, args, code) => {
        const draft = ['sources', 'draft', url, ...args]
        expect(await codesOf(draft)).toEqual([code])
    })

    it.each([
        ['no system', ['sources', 'draft'], 'cli.sources_database_missing'],
        ['a system without one', drafting, 'cli.sources_database_missing'],
        ['files of a folder that is not named', ['import', 'sample'], 'cli.delivery_missing'],
    ])('%s', async (_, args, code) => {
        expect(await codesOf(args)).toEqual([code])
    })

    it('a table that breaks off half-way', async () => {
        await client.query(
            'create schema broken; grant usage on schema broken to reader;' +
                'create view broken.halves as ' +
                'select 1 / (n - 3) as half from generate_series(1, 5) n;' +
                'grant select on broken.halves to reader',
        )
        const args = ['sources', 'draft', url, '--schema', 'broken']
        expect(await codesOf(args)).toEqual(['sources.query_failed'])
    })

    it('an address that is none, here and in tong.yaml, shows no password', async () => {
        const wrong = `mysql://me:${password}@db/core`
        const told = await run(['sources', 'list'], { [variable]: wrong })
        expect(told).toMatchObject({ exit: 2 })
        expect(told.stderr).toContain(variable)
        const data = join(home, 'wrong')
        await mkdir(data)
        const bank = 'base_currency: CNY\nladders: [wealth]\nfirst_close: 2026-01\n'
        const settings = `source_databases: { core: '${wrong}' }\n`
        await writeFile(join(data, 'tong.yaml'), bank + settings)
        const file = await tong({ args: ['sources', 'list'], data })
        expect(file.exit).not.toBe(0)
        expect(file.stderr).toContain('source_databases.core')
        expect(told.stderr + file.stderr).not.toContain(password)
    })
})
