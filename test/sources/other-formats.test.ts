import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

    it('is refused where it is none', async () => {
        expect(await refusalsOf(draftOf(desk, { 'a.xlsx': 'PK\u0003\u0004nothing' }))).toEqual([
            'pipeline.draft_sheet_broken a.xlsx',
        ])
    })
})
