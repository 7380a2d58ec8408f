import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { sourceRelation } from '#pipeline/batches/source-relation.ts'
import { type SourcePart, sourceTableOf, tableOfOneBatch } from '#pipeline/batches/source-table.ts'
import { type Contract, parseContract } from '#sources/contract.ts'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'

let opened: TestWarehouse

beforeAll(async () => {
    opened = await openTestWarehouse(1)
})
afterAll(() => opened.close())

const contract: Contract = valueOrThrow(
    parseContract(
        `
system: feed
description: One table.
files: { delimiter: ',', quote: '"', encoding: utf-8 }
tables:
    figures:
        file: figures.csv
        description: One row per account and month.
        key: [account, month]
        delivery: periods
        period: { column: month, every: month }
        columns:
            account: { type: bigint, description: Account. }
            month: { type: integer, required: true, description: Month as yyyymm. }
            amount: { type: 'decimal(18,2)', aliases: [betrag], description: Amount. }
            note: { type: varchar, description: Came later. }
`,
        { file: 'feed.yml' },
    ),
)

/** A row as it is thought of: account, month, amount in cents. */
type Figure = { readonly account: number; readonly month: number; readonly amount: number }
type Delivered = {
    readonly delivery: SourcePart['delivery']
    readonly rows: readonly Figure[]
}

const keyOf = ({ account, month }: Figure): string => `${account}@${month}`

/** What a table holds after deliveries, thought through one by one. */
function standing(deliveries: readonly Delivered[]): ReadonlyMap<string, Figure> {
    let rows = new Map<string, Figure>()
    for (const { delivery, rows: brought } of deliveries) {
        const months = new Set(brought.map(({ month }) => month))
        const kept = [...rows].filter(([, row]) => {
            if (delivery === 'whole') return false
            return delivery === 'changes' || !months.has(row.month)
        })
        rows = new Map([...kept, ...brought.map((row) => [keyOf(row), row] as const)])
    }
    return rows
}

let written = 0

/** Writes a delivery as its batch. */
async function partOf({ delivery, rows }: Delivered): Promise<SourcePart> {
    const batchId = `batch-${written++}`
    const values = rows.map(
        ({ account, month, amount }) => `(${account}, ${month}, ${amount} / 100, 'n${account}')`,
    )
    const listed = values.length === 0 ? '(0, 0, 0, null)' : values.join(', ')
    await opened.warehouse.writeParquet({
        sql:
            `select cast(account as bigint) as account, cast(month as integer) as month, ` +
            `cast(amount as decimal(18,2)) as amount, cast(note as varchar) as note ` +
            `from (values ${listed}) v (account, month, amount, note) where account > 0`,
        folder: join(opened.folder, batchId),
    })
    const months = [...new Set(rows.map(({ month }) => month))]
    return {
        batchId,
        delivery,
        columns: [
            { name: 'account', type: 'bigint' },
            { name: 'month', type: 'integer' },
            { name: 'amount', type: 'decimal(18,2)' },
            { name: 'note', type: 'varchar' },
        ],
        periods: delivery === 'periods' ? months : null,
        rows: rows.length,
    }
}

const read = ({ batchId }: SourcePart): string =>
    opened.warehouse.parquet([join(opened.folder, batchId)])

async function rowsOf(parts: readonly SourcePart[]): Promise<readonly string[]> {
    const table = sourceTableOf(contract, { table: 'figures', parts })
    const rows = await opened.warehouse.rows(
        `select account, month, cast(amount * 100 as bigint) as cents, note ` +
            `from ${sourceRelation(table, read)} order by account, month`,
    )
    return rows.map(({ account, month, cents, note }) => `${account}@${month} ${cents} ${note}`)
}

function told(rows: ReadonlyMap<string, Figure>): readonly string[] {
    return [...rows.values()]
        .toSorted((left, right) => left.account - right.account || left.month - right.month)
        .map((row) => `${keyOf(row)} ${row.amount} n${row.account}`)
}

const figures = fc.uniqueArray(
    fc.record({
        account: fc.integer({ min: 1, max: 4 }),
        month: fc.constantFrom(202411, 202412, 202501, 202502),
        amount: fc.integer({ min: 0, max: 999 }),
    }),
    { selector: keyOf, maxLength: 6 },
)
const deliveries = fc.array(
    fc.record({ delivery: fc.constantFrom('whole', 'changes', 'periods'), rows: figures }),
    { minLength: 1, maxLength: 5 },
)

describe('a table put together from batches', () => {
    test('holds what the deliveries one after another leave', async () => {
        await fc.assert(
            fc.asyncProperty(deliveries, async (given) => {
                const parts: SourcePart[] = []
                for (const one of given) parts.push(await partOf(one))
                expect(await rowsOf(parts)).toEqual(told(standing(given)))
            }),
            { numRuns: 60 },
        )
    })

    test('one batch as the contract describes it is read as it lies', () => {
        const text = sourceRelation(tableOfOneBatch('b1'), ({ batchId }) => `@batch(${batchId}/t)`)
        expect(text).toBe('@batch(b1/t)')
    })

    test('a part taken away leaves the very text of before', async () => {
        const first = await partOf({ delivery: 'changes', rows: [] })
        const second = { ...first, batchId: 'second' }
        const text = (parts: readonly SourcePart[]): string =>
            sourceRelation(
                sourceTableOf(contract, { table: 'figures', parts }),
                ({ batchId }) => `@batch(${batchId})`,
            )
        const before = text([first])
        expect(text([first, second])).not.toBe(before)
        expect(text([first, second].filter((part) => part !== second))).toBe(before)
    })
})

describe('batches of an older contract', () => {
    test('a column that came later is null, one of an older name is found', async () => {
        await opened.warehouse.writeParquet({
            sql: `select cast(1 as bigint) as account, 202501 as month, 12.5 as betrag`,
            folder: join(opened.folder, 'old'),
        })
        const old: SourcePart = {
            batchId: 'old',
            delivery: 'periods',
            columns: [
                { name: 'account', type: 'bigint' },
                { name: 'month', type: 'integer' },
                { name: 'betrag', type: 'decimal(3,1)' },
            ],
            periods: [202501],
            rows: 1,
        }
        expect(await rowsOf([old])).toEqual(['1@202501 1250 null'])
        const later = await partOf({
            delivery: 'periods',
            rows: [{ account: 2, month: 202502, amount: 3 }],
        })
        expect(await rowsOf([old, later])).toEqual(['1@202501 1250 null', '2@202502 3 n2'])
    })

    test('periods that the contract does not know any more are refused', () => {
        const part: SourcePart = {
            batchId: 'daily',
            delivery: 'periods',
            columns: null,
            periods: [20250131],
            rows: 1,
        }
        expect(() => sourceTableOf(contract, { table: 'figures', parts: [part] })).toThrow(
            'pipeline.period_changed',
        )
    })
})
