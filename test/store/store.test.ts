import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '#domain/result.ts'
import { type EmbeddedPostgres, openEmbeddedPostgres } from '#runtime/embedded-postgres.ts'
import { migrate } from '#store/migrate.ts'
import { openStore, type Store } from '#store/store.ts'
import { StoreError } from '#store/store-error.ts'

let folder: string
let server: EmbeddedPostgres
let store: Store

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong-store-'))
    await chmod(folder, 0o711)
    server = await openEmbeddedPostgres({ storeFolder: folder, stateFolder: join(folder, 'state') })
    store = await openStore(server.address)
    await sql`create table probe (id bigint primary key, name text, on_day date)`.execute(store.db)
})

afterAll(async () => {
    await store.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
})

type Probe = { id: bigint; name: string | null; on_day: string | null }

async function probes(): Promise<readonly Probe[]> {
    return (await sql<Probe>`select * from probe order by id`.execute(store.db)).rows
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
    return await work.then(
        () => null,
        (cause: unknown) => cause,
    )
}

const probe = { table: 'public.probe', columns: ['id', 'name', 'on_day'] }

describe('copyIn', () => {
    test('large numbers, null and empty text, quotes and Chinese stay what they are', async () => {
        const file = join(folder, 'probe.csv')
        const rows = '"9007199254740993","","2026-01-31"\n"2",,\n"3","王 ""五"", 六",\n'
        await writeFile(file, `"id","name","on_day"\n${rows}`)
        expect(await store.copyIn({ ...probe, file })).toBe(3)
        expect(await probes()).toEqual([
            { id: 2n, name: null, on_day: null },
            { id: 3n, name: '王 "五", 六', on_day: null },
            { id: 9007199254740993n, name: '', on_day: '2026-01-31' },
        ])
    })

    test('a bad row leaves nothing of the file', async () => {
        const before = await probes()
        const file = join(folder, 'bad.csv')
        await writeFile(file, 'id,name,on_day\n71,a,\nnot a number,b,\n')
        const cause = await failureOf(store.copyIn({ ...probe, file }))
        expect(cause).toMatchObject({ name: 'StoreError', kind: 'query', code: '22P02' })
        expect(await probes()).toEqual(before)
    })

    test('a file that is not there is no trouble of the store, and leaves it usable', async () => {
        const cause = await failureOf(store.copyIn({ ...probe, file: join(folder, 'none.csv') }))
        expect(cause).toMatchObject({ code: 'ENOENT' })
        expect(cause).not.toBeInstanceOf(StoreError)
        expect((await probes()).length).toBeGreaterThan(0)
    })
})

describe('transaction', () => {
    test('is undone as a whole, copied rows as well', async () => {
        const before = await probes()
        const file = join(folder, 'undone.csv')
        await writeFile(file, 'id,name,on_day\n81,a,\n')
        const work = store.transaction(async ({ db, copyIn }) => {
            await copyIn({ ...probe, file })
            await sql`delete from probe where id = 2`.execute(db)
            throw new Error('half-way')
        })
        expect(await failureOf(work)).toMatchObject({ message: 'half-way' })
        expect(await probes()).toEqual(before)
    })

    test('is seen by others only when it is done', async () => {
        await store.transaction(async ({ db }) => {
            await sql`insert into probe values (91, 'new', null)`.execute(db)
            expect((await probes()).some(({ id }) => id === 91n)).toBe(false)
        })
        expect((await probes()).some(({ id }) => id === 91n)).toBe(true)
    })

    test('is undone, and what it waits for ended, when it is called off', async () => {
        const stop = new AbortController()
        const reason = new Error('called off')
        const work = store.transaction(
            async ({ db }) => {
                await sql`insert into probe values (111, 'gone', null)`.execute(db)
                setTimeout(() => stop.abort(reason), 50)
                await sql`select pg_sleep(600)`.execute(db)
            },
            { signal: stop.signal },
        )
        expect(await failureOf(work)).toBe(reason)
        expect((await probes()).some(({ id }) => id === 111n)).toBe(false)
    })

    test('is undone where it is called off between statements, or before it begins', async () => {
        const stop = new AbortController()
        const options = { signal: stop.signal }
        const reason = new Error('called off')
        const between = store.transaction(async ({ db }) => {
            await sql`insert into probe values (112, 'gone', null)`.execute(db)
            stop.abort(reason)
        }, options)
        expect(await failureOf(between)).toBe(reason)
        const later = store.transaction(async ({ db }) => {
            await sql`insert into probe values (113, 'gone', null)`.execute(db)
        }, options)
        expect(await failureOf(later)).toBe(reason)
        expect((await probes()).some(({ id }) => id === 112n || id === 113n)).toBe(false)
    })

    test('is undone where the write lock was lost meanwhile', async () => {
        const other = await openStore(server.address)
        expect(await other.tryWriteLock()).toBe(true)
        const work = other.transaction(async ({ db }) => {
            await sql`insert into probe values (101, 'late', null)`.execute(db)
            await sql`select pg_terminate_backend(pid) from pg_locks
                where locktype = 'advisory' and mode = 'ExclusiveLock'`.execute(store.db)
            await sql`select pg_sleep(0.2)`.execute(db)
        })
        expect(await failureOf(work)).toMatchObject({ name: 'StoreError', kind: 'connection' })
        expect((await probes()).some(({ id }) => id === 101n)).toBe(false)
        await other.close()
    })
})

test('one holds the write lock until it closes', async () => {
    const other = await openStore(server.address)
    expect(await store.tryWriteLock()).toBe(true)
    expect(await other.tryWriteLock()).toBe(false)
    await other.close()
})

test('a wrong query is a fault of the query, with its SQLSTATE', async () => {
    const cause = await failureOf(sql`select * from nowhere`.execute(store.db))
    expect(cause).toMatchObject({ name: 'StoreError', kind: 'query', code: '42P01' })
})

test.each([
    ['postgres://tong:secret@127.0.0.1:1/bank', '127.0.0.1:1/bank'],
    ['postgres://no-such-host.invalid/bank', 'no-such-host.invalid/bank'],
])('a store that cannot be reached: %s', async (url, address) => {
    const cause = await failureOf(openStore({ url }))
    expect(cause).toBeInstanceOf(Refusal)
    const [failure] = (cause as Refusal).failures
    expect(failure).toMatchObject({ code: 'store.unreachable', params: { address } })
    expect(JSON.stringify(failure)).not.toContain('secret')
})

describe('migrate', () => {
    const one = { up: (db: Kysely<unknown>) => db.schema.createTable('one').execute() }
    const two = { up: (db: Kysely<unknown>) => db.schema.createTable('two').execute() }
    const bad = { up: (db: Kysely<unknown>) => sql`create tabel three`.execute(db).then(() => {}) }

    test('all or nothing, once each, in turns, and never under an older Tong', async () => {
        const failed = await failureOf(migrate(store.db, { '1-one': one, '2-bad': bad }))
        expect(failed).toMatchObject({ name: 'StoreError', code: '42601' })
        const steps = { '1-one': one, '2-two': two }
        await Promise.all([migrate(store.db, steps), migrate(store.db, steps)])
        await migrate(store.db, steps)
        const older = await failureOf(migrate(store.db, { '1-one': one }))
        expect((older as Refusal).failures[0]).toMatchObject({
            code: 'store.newer',
            params: { migration: '2-two' },
        })
    })
})
