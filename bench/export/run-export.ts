// One export of a made table of ten columns, from its Parquet to the file, told in one line of
// JSON:
//
//     node run-export.ts --into FOLDER --rows N --as xlsx|csv|excel|gb18030|parquet

import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { TableColumn, ValueKind } from '#domain/table-column.ts'
import { writeCsvFile } from '#exports/csv-file.ts'
import type { TableChunks } from '#exports/table-sheet.ts'
import { writeWorkbook } from '#exports/workbook.ts'
import { openDuckdb } from '#warehouse/duckdb/open-duckdb.ts'
import type { Warehouse } from '#warehouse/warehouse.ts'

/** What an export tells: its own seconds, without making the table, and what came of it. */
export type ExportSaid = {
    readonly seconds: number
    readonly engine: string
    readonly rows: number
    readonly bytes: number
}

const kinds: readonly ValueKind[] = [
    ...([
        'id',
        'text',
        'text',
        'text',
        'amount',
        'amount',
        'count',
        'share',
        'day',
        'text',
    ] as const),
]

/** Customers as a bank has them: ids, names in Chinese, branches, amounts, a share, a day. */
function tableSql(rows: number): string {
    return `select
        i * 1000003 as party_id,
        'sample:customer:' || i as record_key,
        '张' || '**' as name_masked,
        case i % 4
            when 0 then 'Pudong & Lujiazui' when 1 then '浦东陆家嘴支行' when 2 then 'East'
            else 'West'
        end as branch,
        cast(cast(i * 37 % 100000000 as decimal(15,0)) * cast(0.01 as decimal(3,2))
            as decimal(18,2)) as aum_avg,
        cast(i * 7919 % 10000000 as decimal(18,2)) as aum_end,
        cast(i % 97 as integer) as tenure_months,
        cast(cast(i % 1000000 as decimal(6,0)) * cast(0.000001 as decimal(7,6))
            as decimal(9,6)) as share,
        cast(date '2020-01-01' + cast(i % 2000 as integer) as date) as last_date,
        i % 3 = 0 as is_member
    from range(${rows}) made(i)`
}

async function writeAs(
    as: string,
    { warehouse, sql, path }: { warehouse: Warehouse; sql: string; path: string },
): Promise<string> {
    const words = new Map([
        ['true', '是'],
        ['false', '否'],
    ])
    const columns = kinds.map((kind, index): TableColumn => {
        return { title: `c${index}`, kind, words: index === 9 ? words : new Map() }
    })
    const chunks: TableChunks = warehouse.chunks(sql)
    if (as === 'parquet') {
        await warehouse.writeParquet({ sql, folder: path })
        return join(path, 'part-0.parquet')
    }
    if (as === 'xlsx') {
        await writeWorkbook(path, [{ name: 'customers', columns, chunks }])
        return path
    }
    const encoding = as === 'gb18030' ? 'gb18030' : 'utf-8'
    await writeCsvFile(path, { columns, chunks, encoding, isForExcel: as === 'excel' })
    return path
}

async function runExport(options: {
    readonly into: string
    readonly rows: number
    readonly as: string
}): Promise<ExportSaid> {
    const { into, rows, as } = options
    mkdirSync(into, { recursive: true })
    const spillFolder = join(into, 'spill')
    const warehouse = await openDuckdb({ spillFolder, memoryLimitGb: 0.5, threads: 2 })
    const folder = join(into, 'table')
    await warehouse.writeParquet({ sql: tableSql(rows), folder })
    const sql = `select * from ${warehouse.parquet([folder])} made order by party_id`
    const started = performance.now()
    const path = await writeAs(as, { warehouse, sql, path: join(into, 'export') })
    const seconds = (performance.now() - started) / 1000
    const { engine } = warehouse
    warehouse.close()
    return { seconds, engine: `${engine.name} ${engine.version}`, rows, bytes: statSync(path).size }
}

const { values } = parseArgs({
    options: { into: { type: 'string' }, rows: { type: 'string' }, as: { type: 'string' } },
})
const said = await runExport({
    into: values.into ?? '',
    rows: Number(values.rows),
    as: values.as ?? 'xlsx',
})
console.log(JSON.stringify(said))
