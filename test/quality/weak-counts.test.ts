import { afterAll, beforeAll, expect, it } from 'vitest'
import { countsSql, type WeakRelations } from '#pipeline/quality/weak-parties-sql.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'

let opened: TestWarehouse

beforeAll(async () => {
    opened = await openTestWarehouse()
})

afterAll(() => opened.close())

const assignments = `(
    select * from (values (1, 'unchanged'), (2, 'left'), (3, 'stale'), (4, 'entered'))
        as t (party_id, earned_cause)
)`

it.each([
    ['the bank', null, 3],
    ['a part', '(select 2 union all select 3)', 1],
])('parties of %s are counted without those that have left', async (_, part, parties) => {
    const from = { assignments, part } as WeakRelations
    const weak = 'with weak as (select 3 as party_id)'
    const rows = await opened.warehouse.rows(`${weak} ${countsSql(from)}`)
    expect(rows.map((row) => [Number(row.weak), Number(row.parties)])).toEqual([[1, parties]])
})
