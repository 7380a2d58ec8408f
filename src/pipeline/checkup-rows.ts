import type { NearCase, TierCase } from '#serving/checkup.ts'
import type { Row, Warehouse } from '#warehouse/warehouse.ts'
import { type CaseTables, caseOf, nearCaseOf } from './checkup-cases.ts'

const portionRows = 5000

/** All cases of a side in their order, in portions: what a workbook is written from. */
export async function* casePortions(
    warehouse: Warehouse,
    { cases }: CaseTables,
    side: 'low' | 'high' | 'all',
): AsyncIterable<readonly TierCase[]> {
    const sides = { low: 'due > given', high: 'due < given', all: 'true' }
    for await (const rows of portions(warehouse, `${cases} cases where ${sides[side]}`)) {
        yield rows.map(caseOf)
    }
}

/** All customers near a threshold in their order, in portions. */
export async function* nearPortions(
    warehouse: Warehouse,
    { near }: CaseTables,
): AsyncIterable<readonly NearCase[]> {
    for await (const rows of portions(warehouse, `${near} near where true`)) {
        yield rows.map(nearCaseOf)
    }
}

async function* portions(warehouse: Warehouse, from: string): AsyncIterable<readonly Row[]> {
    let last = 0n
    for (;;) {
        const sql = `select * from ${from} and no > $1 order by no limit ${portionRows}`
        const rows = await warehouse.rows(sql, [last])
        if (rows.length > 0) yield rows
        if (rows.length < portionRows) return
        last = BigInt(String(rows.at(-1)?.no))
    }
}
