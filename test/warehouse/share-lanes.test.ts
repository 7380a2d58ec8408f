import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { shareLanes } from '#warehouse/share-lanes.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'

const kept = keepWarehouse(2)
const deskOf = (warehouse: Warehouse): Warehouse => warehouse

async function numberOf(warehouse: Warehouse, sql: string): Promise<number> {
    const [row] = await warehouse.rows(`select ${sql} as n`)
    return Number(row?.n)
}

it('returns what each has found, in the order of the pieces of work', async () => {
    const works = [3, 1, 4, 1, 5].map((number) => async (warehouse: Warehouse) => {
        await sleep(number)
        return await numberOf(warehouse, `${number} * 2`)
    })
    expect(await shareLanes(kept.warehouse, { works, deskOf })).toEqual([6, 2, 8, 2, 10])
    expect(await shareLanes(kept.warehouse, { works: [], deskOf })).toEqual([])
})

it('works at two pieces at a time, the first ones first', async () => {
    const told: string[] = []
    const works = ['one', 'two', 'three'].map((name) => async () => {
        told.push(`${name} begins`)
        await sleep(name === 'one' ? 40 : 10)
        told.push(`${name} ends`)
    })
    await shareLanes(kept.warehouse, { works, deskOf })
    expect(told.slice(0, 4)).toEqual(['one begins', 'two begins', 'two ends', 'three begins'])
})

it('begins nothing more once one has failed, and tells of the first in order', async () => {
    const told: string[] = []
    const works = [
        async () => {
            await sleep(30)
            told.push('the first ends')
            throw new Error('the first')
        },
        async () => {
            throw new Error('the second')
        },
        async () => {
            told.push('the third begins')
        },
    ]
    await expect(shareLanes(kept.warehouse, { works, deskOf })).rejects.toThrow('the first')
    expect(told).toEqual(['the first ends'])
})

it('lets the work within a piece of work follow one another', async () => {
    const told: string[] = []
    const inner = ['a', 'b'].map((name) => async (warehouse: Warehouse) => {
        told.push(`${name} begins`)
        await numberOf(warehouse, '1')
        told.push(`${name} ends`)
    })
    const outer = async (warehouse: Warehouse): Promise<void> => {
        await shareLanes(warehouse, { works: inner, deskOf })
    }
    await shareLanes(kept.warehouse, { works: [outer], deskOf })
    expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})
