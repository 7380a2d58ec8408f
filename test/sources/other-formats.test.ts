import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openZip } from '#exports/zip-file.ts'
import { tableOf } from '#sources/contract.ts'
import { row, writeXlsx } from '../import/readers/xlsx-file.ts'
import {
    type Desk,
    draftFiles,
    draftOf,
    importDrafted,
    openDesk,
    refusalsOf,
    typesOf,
} from './drafted.ts'

let desk: Desk
let folder: string
beforeAll(async () => {
    desk = await openDesk()
    folder = join(desk.folder, 'others')
    await mkdir(folder)
})
afterAll(async () => {
    await desk.close()
})

describe('a contract drafted from Parquet', () => {
    it('has the types of the values, and imports them', async () => {
        const values = Array.from({ length: 50 }, (_, index) => {
            const cells = [index + 1, `'00${index + 10}'`, `date '2026-01-31'`, `${index}.25`]
            return `(${cells.join(', ')}, ${index % 2 === 0})`
        })
        await desk.warehouse.writeParquet({
            sql:
                'select cast(a as bigint) as total_id, b as branch_code, c as day, ' +
                'cast(d as decimal(18,2)) as amount, e as closed ' +
                `from (values ${values.join(', ')}) as t(a, b, c, d, e)`,
            folder: join(folder, 'totals'),
        })
        const path = join(folder, 'totals/part-0.parquet')
        const drafted = await draftFiles(desk, [path])
        expect(tableOf(drafted.contract, 'part_0')).toMatchObject({
            ...{ file: 'part-0.parquet', key: ['total_id'], read: { format: 'parquet' } },
        })
        expect(typesOf(drafted.contract, 'part_0')).toEqual({
            total_id: 'bigint',
            branch_code: 'varchar',
            day: 'date',
            amount: 'decimal(18,2)',
            closed: 'boolean',
        })
        const { rows } = await importDrafted(desk, { ...drafted, folder: join(folder, 'totals') })
        expect(rows).toEqual({ part_0: 50 })
    })

    it('is refused where the file breaks off', async () => {
        const path = join(folder, 'half.parquet')
        await writeFile(path, 'PAR1 and nothing more that can be read')
        expect(await refusalsOf(draftFiles(desk, [path]))).toEqual([
            'pipeline.draft_parquet_broken half.parquet',
        ])
    })
})

describe('a contract drafted from a workbook', () => {
    it('skips titles, joins headings under merged cells, and imports the rows', async () => {
        const home = join(folder, 'desk')
        await mkdir(home)
        const day = (serial: number) => `<c s="1"><v>${serial}</v></c>`
        const number = (value: number) => `<c><v>${value}</v></c>`
        const body = Array.from({ length: 30 }, (_, index) => {
            const cells = [day(46_000 + index), number(100 + index), number(7 * index)]
            return row(index + 4, [`K${index}`, ...cells])
        })
        await writeXlsx(join(home, 'outside.xlsx'), {
            sheets: [
                {
                    name: 'Assets',
                    rows:
                        row(1, ['Assets at other banks']) +
                        row(2, ['client_no', 'day', 'held', null]) +
                        row(3, [null, null, 'deposits', 'funds']) +
                        body.join(''),
                    after:
                        '<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A2:A3"/>' +
                        '<mergeCell ref="B2:B3"/><mergeCell ref="C2:D2"/></mergeCells>',
                },
            ],
        })
        const drafted = await draftFiles(desk, [join(home, 'outside.xlsx')])
        const table = tableOf(drafted.contract, 'outside')
        expect(table.read).toEqual({ format: 'xlsx', sheet: null, skipRows: 1, headingRows: 2 })
        expect(table.columns.map(({ name }) => name)).toEqual([
            'client_no',
            'day',
            'held/deposits',
            'held/funds',
        ])
        expect(table.key).toEqual(['client_no'])
        const { rows } = await importDrafted(desk, { ...drafted, folder: home })
        expect(rows).toEqual({ outside: 30 })
    })

    it('makes a table of each sheet that people see', async () => {
        const home = join(folder, 'sheets')
        await mkdir(home)
        const clients = Array.from({ length: 20 }, (_, at) => row(at + 2, [`K${at}`, `a${at % 3}`]))
        const held = Array.from({ length: 10 }, (_, at) => {
            return row(at + 2, [`H${at}`, `K${at * 2}`])
        })
        await writeXlsx(join(home, 'desk.xlsx'), {
            sheets: [
                { name: 'Clients', rows: row(1, ['client_no', 'grade']) + clients.join('') },
                { name: 'notes', state: 'hidden', rows: row(1, ['x', 'y']) },
                { name: '持有', rows: row(1, ['held_no', 'client_no']) + held.join('') },
            ],
        })
        const drafted = await draftFiles(desk, [join(home, 'desk.xlsx')])
        expect(
            drafted.contract.tables.map(({ name, file, read }) => [
                ...[name, file, read.format === 'xlsx' ? read.sheet : null],
            ]),
        ).toEqual([
            ['clients', 'desk.xlsx', 'Clients'],
            ['holding', 'desk.xlsx', '持有'],
        ])
        expect(tableOf(drafted.contract, 'holding').relations).toEqual([
            { columns: ['client_no'], to: 'clients' },
        ])
        const { rows } = await importDrafted(desk, { ...drafted, folder: home })
        expect(rows).toEqual({ clients: 20, holding: 10 })
    })

    it('is refused where it is none', async () => {
        expect(await refusalsOf(draftOf(desk, { 'a.xlsx': 'PK\u0003\u0004nothing' }))).toEqual([
            'pipeline.draft_sheet_broken a.xlsx',
        ])
    })
})

describe('a contract drafted from a ZIP archive', () => {
    it('has a table of each file in it, and takes the archive in', async () => {
        const path = join(folder, 'delivery.zip')
        const zip = await openZip(path)
        const customers = Array.from({ length: 9 }, (_, at) => `C${at},x${at}\n`).join('')
        const accounts = Array.from({ length: 9 }, (_, at) => `${at + 100},C${at % 4}\n`).join('')
        await zip.add('out/customers_202501.csv', ['customer_no,code\n', customers])
        await zip.add('out/accounts_202501.csv', ['account_no,customer_no\n', accounts])
        await zip.add('__MACOSX/out/._accounts_202501.csv', ['nothing'])
        await zip.end()
        const drafted = await draftFiles(desk, [path])
        expect(drafted.contract.tables.map(({ name, file }) => [name, file])).toEqual([
            ['customers', 'customers_*.csv'],
            ['accounts', 'accounts_*.csv'],
        ])
        const { rows } = await importDrafted(desk, { ...drafted, folder: path })
        expect(rows).toEqual({ customers: 9, accounts: 9 })
    })

    it('is refused where it breaks off', async () => {
        const broken = { 'a.zip': 'PK\u0003\u0004and nothing more' }
        expect(await refusalsOf(draftOf(desk, broken))).toEqual(['pipeline.draft_zip_broken a.zip'])
    })
})
