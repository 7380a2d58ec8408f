import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowDigestSql } from '#pipeline/row-digest.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

let folder: string
let warehouse: Warehouse

beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tong-digest-'))
    warehouse = await openDuckdb({ spillFolder: folder, memoryLimitGb: 1, threads: 1 })
})

afterAll(async () => {
    warehouse.close()
    await rm(folder, { recursive: true, force: true })
})

const columns = [
    { name: 'id', type: 'bigint' },
    { name: 'measure', type: 'decimal(24,6)' },
    { name: 'tier', type: 'varchar' },
]

async function digestOf(...rows: readonly string[]): Promise<string> {
    const given = rows.map((row) => `(${row})`).join(', ')
    const relation = `(select cast(id as bigint) as id, cast(measure as decimal(24,6)) as measure,
        cast(tier as varchar) as tier from (values ${given}) given(id, measure, tier))`
    const digest = rowDigestSql(columns, warehouse.dialect)
    const [row] = await warehouse.rows(
        `select cast(${digest} as varchar) as digest from ${relation}`,
    )
    return String(row?.digest)
}

/** The digest of rows as it is defined: texts joined by chr(31), md5, 60 bits, summed. */
async function digestOfTexts(...rows: readonly string[]): Promise<string> {
    const hashes = rows.map((row) => warehouse.dialect.row_hash(`'${row}'`))
    const sum = hashes.map((hash) => `cast(${hash} as decimal(38,0))`).join(' + ')
    const [row] = await warehouse.rows(`select cast(${sum} as varchar) as digest`)
    return String(row?.digest)
}

describe('rowDigestSql', () => {
    it('hashes the text of each cell, wide and narrow decimals alike', async () => {
        const rows = ["1, 1234.5, 'gold'", "2, 123456789012345678.000001, 'mass'", '3, -0.25, null']
        expect(await digestOf(...rows)).toBe(
            await digestOfTexts(
                '1\u001f1234.500000\u001fgold',
                '2\u001f123456789012345678.000001\u001fmass',
                '3\u001f-0.250000\u001f\u001e',
            ),
        )
    })

    it('does not mind the order of rows', async () => {
        const [one, two] = ["1, 5, 'a'", "2, 6, 'b'"]
        expect(await digestOf(one, two)).toBe(await digestOf(two, one))
    })

    it.each([
        ["1, 5.000001, 'a'", "2, 6, 'b'"],
        ["1, 6, 'a'", "2, 5, 'b'"],
        ["1, 5, 'b'", "2, 6, 'a'"],
        ['1, 5, null', "2, 6, 'b'"],
        ["1, 5, ''", "2, 6, 'b'"],
        ["1, 5, 'a'", "2, 6, 'b'", "2, 6, 'b'"],
    ])('notices %s', async (...rows) => {
        expect(await digestOf(...rows)).not.toBe(await digestOf("1, 5, 'a'", "2, 6, 'b'"))
    })
})
