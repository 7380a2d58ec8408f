import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replaceRows } from '#serving/replace-rows.ts'
import { openPublishedBank, type PublishedBank } from './published-bank.ts'

const columns = [
    ...(['party_id', 'record_key', 'kind', 'name_masked', 'branch', 'region'] as const),
    ...(['industry', 'first_month'] as const),
] as const

let bank: PublishedBank
let folder = ''
beforeAll(async () => {
    bank = await openPublishedBank()
    folder = await mkdtemp(join(tmpdir(), 'tong-replace-'))
})
afterAll(async () => {
    await bank.close()
    await rm(folder, { recursive: true, force: true })
})

async function replace(lines: readonly string[]): Promise<void> {
    const file = join(folder, 'parties.csv')
    await writeFile(file, `${[columns.join(','), ...lines].join('\n')}\n`)
    await bank.store.transaction(async (transaction) => {
        await replaceRows(transaction, { table: 'serving.parties', columns, file })
        await sql`select pg_stat_force_next_flush()`.execute(transaction.db)
    })
}

/** The rows as text, each with the transaction that wrote it. */
async function held(): Promise<ReadonlyMap<string, string>> {
    const { rows } = await sql<{ line: string; xmin: string }>`
        select concat_ws(',', party_id, record_key, kind, coalesce(name_masked, 'none'),
            coalesce(branch, 'none'), first_month) as line, xmin::text
        from serving.parties order by party_id`.execute(bank.store.db)
    return new Map(rows.map(({ line, xmin }) => [line, xmin]))
}

/** Pages of the table that the server has looked at so far, in memory or on the disk. */
async function pagesRead(): Promise<number> {
    const { rows } = await sql<{ pages: string }>`
        select (heap_blks_read + heap_blks_hit)::text as pages
        from pg_statio_user_tables where relid = 'serving.parties'::regclass`.execute(bank.store.db)
    return Number(rows[0]?.pages)
}

describe('replaceRows', () => {
    it('makes the table what the file says, and writes only what differs', async () => {
        await replace([
            '1,a:b:1,person,王*,East,,,202501',
            '2,a:b:2,person,,"",,,202501',
            '3,a:b:3,company,李*,,,,202501',
            '4,a:b:4,person,,,,,202502',
        ])
        const before = await held()
        expect([...before.keys()]).toEqual([
            '1,a:b:1,person,王*,East,202501',
            '2,a:b:2,person,none,,202501',
            '3,a:b:3,company,李*,none,202501',
            '4,a:b:4,person,none,none,202502',
        ])
        // 1 stays, 2 loses an empty branch, 3 and 4 change keys, 5 is new.
        await replace([
            '1,a:b:1,person,王*,East,,,202501',
            '2,a:b:2,person,,,,,202501',
            '3,a:b:4,company,李*,,,,202501',
            '4,a:b:3,person,,,,,202502',
            '5,a:b:5,person,,,,,202503',
        ])
        const after = await held()
        expect([...after.keys()]).toEqual([
            '1,a:b:1,person,王*,East,202501',
            '2,a:b:2,person,none,none,202501',
            '3,a:b:4,company,李*,none,202501',
            '4,a:b:3,person,none,none,202502',
            '5,a:b:5,person,none,none,202503',
        ])
        const first = '1,a:b:1,person,王*,East,202501'
        expect(after.get(first)).toBe(before.get(first))
    })

    it('does not read a table again and again that grows from nothing', async () => {
        const rows = 5000
        // As a new store has it.
        await sql`truncate serving.parties`.execute(bank.store.db)
        await sql`analyze serving.parties`.execute(bank.store.db)
        const before = await pagesRead()
        const lines = Array.from(
            { length: rows },
            (_, no) => `${no + 1},a:b:${no + 1},person,,,,,202501`,
        )
        await replace(lines)
        expect((await held()).size).toBe(rows)
        // Some pages for each row that is written, and not all of them.
        const pages = (await pagesRead()) - before
        expect(pages).toBeGreaterThan(0)
        expect(pages).toBeLessThan(10 * rows)
    })

    it('takes away who is in no file any more', async () => {
        await replace(['5,a:b:5,person,,,,,202503'])
        expect((await held()).size).toBe(1)
        await replace([])
        expect((await held()).size).toBe(0)
    })
})
