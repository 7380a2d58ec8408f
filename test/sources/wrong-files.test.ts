import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
    type Desk,
    deliver,
    draftFiles,
    draftOf,
    type Files,
    openDesk,
    refusalsOf,
} from './drafted.ts'

let desk: Desk
beforeAll(async () => {
    desk = await openDesk()
})
afterAll(async () => {
    await desk.close()
})

const wide = Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',')
const values = Array.from({ length: 10_000 }, () => '1').join(',')
const packed = gzipSync('id,name\n1,a\n'.repeat(1000))

const refused: readonly (readonly [string, Files, readonly string[]])[] = [
    ['an empty file', { 'a.csv': '' }, ['pipeline.draft_file_empty a.csv']],
    ['blank lines only', { 'a.csv': '\n\n  \n' }, ['pipeline.draft_file_empty a.csv']],
    [
        'a binary file',
        { 'a.csv': Uint8Array.from({ length: 999 }, (_, index) => (index * 7) % 256) },
        ['pipeline.draft_file_binary a.csv'],
    ],
    [
        'a workbook under another name',
        { 'a.csv': 'PK\u0003\u0004rest' },
        ['pipeline.draft_file_binary a.csv'],
    ],
    ['a gzip file without its ending', { 'a.csv': packed }, ['pipeline.draft_file_binary a.csv']],
    [
        'a gzip file that breaks off',
        { 'a.csv.gz': packed.subarray(0, packed.length - 12) },
        ['pipeline.draft_gzip_broken a.csv.gz'],
    ],
    [
        'two encodings in one file',
        { 'a.csv': Buffer.concat([Buffer.from('id,名\n1,王\n'), Buffer.of(0xcd, 0xff, 0xf5, 10)]) },
        ['pipeline.draft_encoding_unknown a.csv'],
    ],
    ['line ends of old', { 'a.csv': 'id,name\r1,a\r2,b\r' }, ['pipeline.draft_line_ends a.csv']],
    [
        'headings that stand twice, all of them',
        { 'a.csv': 'id,tel,tel,name,name\n1,2,3,x,y\n' },
        ['pipeline.draft_heading_twice a.csv 1', 'pipeline.draft_heading_twice a.csv 1'],
    ],
    [
        'ten thousand columns',
        { 'a.csv': `${wide}\n${values}\n` },
        ['pipeline.draft_columns_many a.csv'],
    ],
    [
        'columns at fixed places',
        { 'a.txt': ' 0001  2 29.33\n 0002 12  1.50\n 0003  1  9.99\n' },
        ['pipeline.draft_fixed_widths a.txt'],
    ],
    [
        'a report with text above the table',
        {
            'a.csv':
                'Some words of a report\n'.repeat(60) +
                'id,name\n1,a\n2,b\n3,c\n4,d\n5,e\n6,f\n7,g\n',
        },
        ['pipeline.draft_ragged a.csv 61'],
    ],
    [
        'files of one table, before they are read',
        { 'cards_20260101.csv': 'x', 'cards_20260201.csv': 'x' },
        ['pipeline.draft_table_twice cards_20260201.csv'],
    ],
    [
        'several files, each with its own fault',
        { 'a.csv': '', 'b.csv': 'id,name\n1,x\n', 'c.csv': 'no,no\n1,2\n' },
        ['pipeline.draft_file_empty a.csv', 'pipeline.draft_heading_twice c.csv 1'],
    ],
]

describe('no contract is drafted from', () => {
    it.each(refused)('%s', async (_, files, codes) => {
        const folder = await deliver(desk, files)
        const paths = Object.keys(files).map((name) => join(folder, name))
        expect(await refusalsOf(draftFiles(desk, paths))).toEqual(codes)
    })

    it('a folder, or a file that is not there', async () => {
        const folder = join(desk.folder, 'some-folder')
        await mkdir(folder)
        const paths = [folder, join(folder, 'nothing.csv')]
        expect(await refusalsOf(draftFiles(desk, paths))).toEqual([
            'pipeline.draft_file_unreadable some-folder',
            'pipeline.draft_file_unreadable nothing.csv',
        ])
    })
})

describe('what is odd is drafted with a doubt', () => {
    it('a file of one column', async () => {
        const { contract, text } = await draftOf(desk, { 'a.csv': 'code\nA1\nB2\nC3\n' })
        expect(contract.tables[0]?.columns.map(({ name }) => name)).toEqual(['code'])
        expect(text).toContain('# ? There is one column only')
    })

    it('a heading and no rows', async () => {
        const { contract, text } = await draftOf(desk, { 'a.csv': 'id,name\n' })
        expect(contract.tables[0]?.columns.map(({ name }) => name)).toEqual(['id', 'name'])
        expect(text).toContain('No row has a value')
    })

    it('a column without a heading', async () => {
        const { contract, text } = await draftOf(desk, { 'a.csv': ',v\nK1,1\nK2,2\n' })
        expect(contract.tables[0]?.columns.map(({ name }) => name)).toEqual(['column_1', 'v'])
        expect(text).toContain('# ? Column 1 has no heading')
    })

    it('a record that breaks off', async () => {
        const rows = Array.from({ length: 50 }, (_, index) => `${index},x`).join('\n')
        const { contract, text } = await draftOf(desk, { 'a.csv': `id,name\n${rows}\n50\n` })
        expect(text).toContain('# ? One record has another number of values')
        expect(text).toContain('line 52')
        expect(contract.tables[0]?.rejectsMax).toEqual({ rows: 1 })
    })

    it('Latin-1, which GB18030 would read as other words', async () => {
        const latin = Buffer.from('id,name\n1,Müller\n2,Jäger\n3,Größe\n', 'latin1')
        const { text } = await draftOf(desk, { 'a.csv': latin })
        expect(text).toContain('it may be Big5 or Latin-1')
    })

    it('a key that is broken by a few rows', async () => {
        const rows = Array.from(
            { length: 500 },
            (_, index) => `${index === 7 ? 6 : index},x${index % 9}`,
        )
        const { text } = await draftOf(desk, { 'a.csv': `customer_id,x\n${rows.join('\n')}\n` })
        expect(text).toContain('# ? customer_id looks like the key, but has 499 values on 500 rows')
    })
})
