import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { valueOrThrow } from '#domain/result.ts'
import { typedSql } from '#pipeline/import/table.ts'
import { parseContract } from '#sources/contract.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'

const contracts = join(import.meta.dirname, '../../models/sources')

// A rejected row is found by its place in the file. A join keeps no order of rows, and the engine
// makes one of `in (…)` with five values or more: then another row would be taken for the bad one.

it('typing a table joins nothing, so rows stay in the order of the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tong-row-order-'))
    const path = join(folder, 'table.csv')
    const warehouse = await openDuckdb({
        spillFolder: join(folder, 'spill'),
        memoryLimitGb: 1,
        threads: 2,
    })
    const joined: string[] = []
    let coded = 0
    for (const name of (await readdir(contracts)).filter((file) => file.endsWith('.yml'))) {
        const text = await readFile(join(contracts, name), 'utf8')
        for (const table of valueOrThrow(parseContract(text, { file: name })).tables) {
            coded += table.columns.filter(({ codes }) => codes !== null).length
            const plain = { delimiter: ',', quote: '"' } as const
            const columns = table.columns.map((_, at) => `c${at}`)
            await writeFile(path, `${columns.join(',')}\n`)
            const sql = typedSql(warehouse, { table, format: plain, path, numbered: false })
            const plan = JSON.stringify(await warehouse.rows(`explain ${sql}`))
            if (plan.includes('JOIN')) joined.push(`${name}: ${table.name}`)
        }
    }
    warehouse.close()
    await rm(folder, { recursive: true, force: true })
    expect(joined).toEqual([])
    expect(coded).toBeGreaterThan(20)
})
