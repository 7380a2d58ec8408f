import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assertClock } from '#store/assert-clock.ts'
import { change } from '#workbench/change.ts'
import { openTestBench, refusedWith, type TestBench } from './open-workbench.ts'

let bench: TestBench
beforeAll(async () => {
    bench = await openTestBench({ published: true })
})
afterAll(() => bench.close())

async function eventCount(): Promise<number> {
    const rows = await bench.store.db.selectFrom('audit.events').select('event_id').execute()
    return rows.length
}

const event = { action: 'grants.add', subject: 'grant 1', details: { why: "it's 测试" } }

test('what was done is never changed, taken away or emptied', async () => {
    expect(await eventCount()).toBeGreaterThan(0)
    for (const statement of [
        `update audit.events set actor = 'nobody'`,
        'delete from audit.events',
        'truncate audit.events',
    ]) {
        await expect(sql.raw(statement).execute(bench.store.db)).rejects.toThrow('never rewritten')
    }
})

test('rows and events are written together or not at all', async () => {
    const before = await eventCount()
    const failed = change(bench.as('maker'), 'grants', async (db) => {
        await sql`insert into audit.events (actor, os_user, action, subject, details)
            values ('a', 'b', 'c', 'd', '{}')`.execute(db)
        throw new Error('half-way')
    })
    await expect(failed).rejects.toThrow('half-way')
    expect(await eventCount()).toBe(before)
    await change(bench.as('maker'), 'grants', async () => ({
        result: null,
        events: [event, event],
    }))
    const rows = await bench.store.db
        .selectFrom('audit.events')
        .selectAll()
        .orderBy('event_id', 'desc')
        .limit(1)
        .execute()
    expect(rows[0]).toMatchObject({ ...event, actor: 'maker', os_user: 'typist' })
    expect(await eventCount()).toBe(before + 2)
})

test('a clock that was moved back: nothing is written until it has caught up', async () => {
    await assertClock(bench.store.db)
    await sql`insert into audit.events (at, actor, os_user, action, subject, details)
        values (clock_timestamp() + interval '2 seconds', 'a', 'b', 'c', 'd', '{}')`.execute(
        bench.store.db,
    )
    const before = await eventCount()
    const work = () =>
        change(bench.as('maker'), 'grants', async () => ({ result: 1, events: [event] }))
    expect(await refusedWith(work())).toEqual(['clock_behind'])
    expect(await eventCount()).toBe(before)
    await sql`select pg_sleep(2.1)`.execute(bench.store.db)
    expect(await work()).toBe(1)
})
