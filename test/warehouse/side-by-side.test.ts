import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'

const one = keepWarehouse(1)
const two = keepWarehouse(2)
const many = keepWarehouse(6)

async function threadsOf(warehouse: Pick<Warehouse, 'rows'>): Promise<number> {
    const [row] = await warehouse.rows("select current_setting('threads') as threads")
    return Number(row?.threads)
}

/** Works until it is ended. */
const endless = `
    select count(*) as n from range(1000000) a(i) cross join range(1000000) b(i)
    where a.i * b.i % 7 = 8`

describe('sideBySide', () => {
    it.each([
        { name: 'one thread', kept: one, threads: 1, lanes: 1, each: 1 },
        { name: 'two threads', kept: two, threads: 2, lanes: 2, each: 1 },
        { name: 'six threads', kept: many, threads: 6, lanes: 4, each: 3 },
    ])('shares $name among the lanes', async ({ kept, threads, lanes: count, each }) => {
        const { warehouse } = kept
        await warehouse.sideBySide(async (lanes) => {
            expect(lanes).toHaveLength(count)
            // The thread of each other lane comes on top of those that the engine counts.
            for (const lane of lanes) expect(await threadsOf(lane)).toBe(each)
            expect(each + lanes.length - 1).toBe(threads)
        })
        expect(await threadsOf(warehouse)).toBe(threads)
    })

    it('leaves each statement all threads where that is asked for', async () => {
        const { warehouse } = two
        await warehouse.sideBySide(
            async (lanes) => {
                expect(lanes).toHaveLength(2)
                for (const lane of lanes) expect(await threadsOf(lane)).toBe(2)
            },
            { threads: 'all' },
        )
        expect(await threadsOf(warehouse)).toBe(2)
    })

    it('gives the threads back when the last work ends, and when one fails', async () => {
        const { warehouse } = two
        const failing = warehouse.sideBySide(async ([lane]) => {
            await warehouse.sideBySide(async () => {})
            expect(await threadsOf(warehouse)).toBe(1)
            await lane?.rows('select no_column')
        })
        await expect(failing).rejects.toMatchObject({ kind: 'query' })
        expect(await threadsOf(warehouse)).toBe(2)
    })

    it('writes on one lane while the other works', async () => {
        const { warehouse, folder } = two
        const written = await warehouse.sideBySide(async ([first, second]) => {
            const ended = first?.rows(endless).catch((error: unknown) => error)
            const rows = await second?.writeParquet({
                sql: 'select 1 as id union all select 2',
                folder: join(folder, 'beside'),
            })
            warehouse.interrupt()
            expect(await ended).toMatchObject({ kind: 'interrupted' })
            return rows
        })
        expect(written).toBe(2)
        expect(await readdir(join(folder, 'beside'))).toEqual(['part-0.parquet'])
    })
})
