import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openZip } from '#exports/zip-file.ts'
import { readLimits } from '#pipeline/import/limits.ts'
import { recordBytesMax } from '#sources/record-splitter.ts'
import { openTestWarehouse, type TestWarehouse } from '../../open-warehouse.ts'
import { type Given, type PeopleDelivery, peopleText, readPeople } from './people.ts'

let bench: TestWarehouse
beforeAll(async () => {
    bench = await openTestWarehouse()
})
afterAll(async () => {
    await bench.close()
})

const header = 'no,name,balance,opened,active,note\n'
const good = '1,a,1.00,2026-01-05,true,\n'
const csv = (content: Given): PeopleDelivery['files'] => ({ 'people.csv': content })

const zipOf =
    (entries: Readonly<Record<string, Iterable<string>>>, change?: (bytes: Buffer) => void) =>
    async (path: string): Promise<void> => {
        const zip = await openZip(path)
        for (const [name, pieces] of Object.entries(entries)) await zip.add(name, pieces)
        await zip.end()
        if (change === undefined) return
        const bytes = await readFile(path)
        change(bytes)
        await writeFile(path, bytes)
    }

/** Changes a field of the first entry in the list at the end of an archive. */
const listed =
    (field: number, value: number) =>
    (bytes: Buffer): void => {
        bytes.writeUInt16LE(value, bytes.indexOf('PK\u0001\u0002', 'latin1') + field)
    }

function* zeros(bytes: number): Iterable<string> {
    const piece = '0'.repeat(1 << 20)
    for (let written = 0; written < bytes; written += piece.length) yield piece
}

const cases: readonly (readonly [string, PeopleDelivery, readonly string[]])[] = [
    ['an empty file', { files: csv('') }, ['file_empty people.csv']],
    ['a mark and nothing else', { files: csv('\uFEFF') }, ['file_empty people.csv']],
    ['a header alone', { files: csv(header) }, ['file_no_rows people.csv']],
    [
        'an empty file without a header',
        { files: csv(''), read: '{ header: none }' },
        ['file_no_rows people.csv'],
    ],
    [
        'columns missing, unknown, misspelt and twice, all at once',
        { files: csv('no,naem,note,note,colour\n') },
        [
            'column_misspelt people.csv:1 name',
            'column_missing people.csv:1 balance',
            'column_missing people.csv:1 opened',
            'column_missing people.csv:1 active',
            'column_unexpected people.csv:1 colour',
            'column_twice people.csv:1 note',
        ],
    ],
    [
        'a column under its name and an older one',
        { files: csv('no,name,full_name,balance,opened,active,note\n') },
        ['column_twice people.csv:1 name'],
    ],
    [
        'another delimiter',
        { files: csv(peopleText.replaceAll(',', ';')) },
        ['delimiter_wrong people.csv:1 ;'],
    ],
    [
        'tabs where commas were agreed',
        { files: csv(peopleText.replaceAll(',', '\t')) },
        ['delimiter_wrong people.csv:1 tab'],
    ],
    [
        'lines that end with CR alone',
        { files: csv((header + good).replaceAll('\n', '\r')) },
        ['newline_bare people.csv:1'],
    ],
    [
        'very many lines that end with CR alone',
        { files: csv((header + good.repeat(800_000)).replaceAll('\n', '\r')) },
        ['newline_bare people.csv:1'],
    ],
    [
        'a CR within a value',
        { files: csv(`${header}${good}2,b\rc,1.00,2026-01-05,true,\n${good}`) },
        ['newline_bare people.csv:3'],
    ],
    [
        'a line as long as no record is',
        { files: csv(`${header}${good}2,${'x'.repeat(3 * recordBytesMax)}\n`) },
        ['record_huge people.csv:3'],
    ],
    [
        'a quote that is not closed, and much behind it',
        { files: csv(`${header}${good}2,"b,1.00,2026-01-05,true,\n${good.repeat(500_000)}`) },
        ['quote_open people.csv:3'],
    ],
    [
        'GB18030 between lines of UTF-8',
        {
            files: csv(
                Buffer.from(`${header}${good}2,\u00d5\u00c5,1,2026-01-05,true,\n`, 'latin1'),
            ),
        },
        ['encoding_wrong people.csv:3 gb18030'],
    ],
    [
        'a line of UTF-8 between lines of GB18030',
        {
            files: csv(
                Buffer.concat([
                    Buffer.from(`${header}1,\u00d5\u00c5,1,2026-01-05,true,\n`, 'latin1'),
                    Buffer.from('2,北京市朝阳区建国路,1,2026-01-05,true,\n'),
                    Buffer.from('3,\u00d5\u00c5,1,2026-01-05,true,\n', 'latin1'),
                ]),
            ),
            read: '{ encoding: gb18030 }',
        },
        ['encoding_wrong people.csv:3 utf8'],
    ],
    [
        'UTF-16 without a mark',
        { files: csv(Buffer.from(peopleText, 'utf16le')) },
        ['encoding_wrong people.csv:1 utf16'],
    ],
    [
        'half a character of UTF-16',
        {
            files: csv(Buffer.from(`${header}${good}x`, 'utf16le').subarray(0, -1)),
            read: '{ encoding: utf-16le }',
        },
        ['encoding_wrong people.csv:3 none'],
    ],
    [
        'a NUL byte',
        { files: csv(`${header}${good}2,\0,1,2026-01-05,true,\n`) },
        ['encoding_wrong people.csv:3 none'],
    ],
    [
        'a gzip file that breaks off',
        { files: { 'people.csv.gz': gzipSync(peopleText.repeat(99)).subarray(0, -9) } },
        ['gzip_broken people.csv.gz'],
    ],
    [
        'a gzip file that is none',
        { files: { 'people.csv.gz': peopleText } },
        ['gzip_broken people.csv.gz'],
    ],
    [
        'an archive that breaks off',
        {
            files: {
                'people.csv.zip': zipOf({ 'people.csv': [peopleText] }, (bytes) =>
                    bytes.fill(0, 40),
                ),
            },
        },
        ['zip_broken people.csv.zip'],
    ],
    [
        'an archive whose bytes are not what it says',
        {
            files: {
                'people.csv.zip': zipOf({ 'people.csv': [peopleText] }, (bytes) => {
                    // The checksum in the list.
                    const at = bytes.indexOf('PK\u0001\u0002', 'latin1') + 16
                    bytes.writeUInt32LE(bytes.readUInt32LE(at) ^ 1, at)
                }),
            },
        },
        ['zip_broken people.csv.zip/people.csv'],
    ],
    [
        'an archive with a password',
        {
            files: {
                'people.csv.zip': zipOf({ 'people.csv': [peopleText] }, listed(8, 0x0801)),
            },
        },
        ['zip_encrypted people.csv.zip/people.csv'],
    ],
    [
        'an archive packed in another way',
        {
            files: {
                'people.csv.zip': zipOf({ 'people.csv': [peopleText] }, listed(10, 99)),
            },
        },
        ['zip_method people.csv.zip/people.csv'],
    ],
    [
        'an archive of other files',
        { files: { 'people.csv.zip': zipOf({ 'a.csv': ['x'], 'b/c.csv': ['x'] }) } },
        ['zip_entry_missing people.csv.zip a.csv, b/c.csv'],
    ],
    [
        'an archive with two files of the name',
        {
            files: { 'all.zip': zipOf({ 'a/people.csv': [peopleText], 'people.csv': ['x'] }) },
            place: 'all.zip',
        },
        ['file_several a/people.csv, people.csv'],
    ],
    [
        'an archive that unpacks without end',
        {
            files: {
                'people.csv.zip': zipOf({ 'people.csv': zeros(readLimits.harmlessBytes + 1) }),
            },
        },
        ['packed_bomb people.csv.zip/people.csv'],
    ],
    [
        'a file in place of the folder',
        { files: csv(peopleText), place: 'people.csv' },
        ['folder_is_file'],
    ],
    [
        'a file in place of an archive',
        { files: { 'all.zip': peopleText }, place: 'all.zip' },
        ['zip_unreadable'],
    ],
    ['a folder that is not there', { files: {}, place: 'nowhere' }, ['folder_unreadable']],
    [
        'a folder in place of the file',
        {
            files: {
                'people.csv': async (path) => {
                    await mkdir(path)
                },
            },
        },
        ['file_unreadable people.csv'],
    ],
    [
        'Parquet that is none',
        {
            ...{ files: { 'people.parquet': peopleText }, file: 'people.parquet' },
            read: '{ format: parquet }',
        },
        ['parquet_broken people.parquet'],
    ],
]

describe('a wrong delivery is', () => {
    it.each(cases)('%s', async (_name, delivery, expected) => {
        expect((await readPeople(bench, delivery)).faults).toEqual(expected)
    })

    it('a gzip file that unpacks without end', async () => {
        const bomb = gzipSync(Buffer.alloc(readLimits.harmlessBytes * 2, '1,a,1.00,,true,\n'))
        expect(bomb.length * readLimits.unpackedRatio).toBeLessThan(readLimits.harmlessBytes * 2)
        const { faults } = await readPeople(bench, { files: { 'people.csv.gz': bomb } })
        expect(faults).toEqual(['packed_bomb people.csv.gz'])
    })

    it.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
        const secret = async (path: string): Promise<void> => {
            await writeFile(path, peopleText)
            await chmod(path, 0)
        }
        const { faults } = await readPeople(bench, { files: csv(secret) })
        expect(faults).toEqual(['file_unreadable people.csv'])
    })

    it('a large file of GB18030 with one line of UTF-8, which is decoded beside', async () => {
        const line = Buffer.from('1,\u00d5\u00c5\u00ce\u00b0,1,2026-01-05,true,\n', 'latin1')
        const lines = Buffer.alloc(line.length * 400_000, line)
        const other = Buffer.from('2,北京市朝阳区建国路,1,2026-01-05,true,\n')
        const read = '{ encoding: gb18030 }'
        const right = Buffer.concat([Buffer.from(header), lines])
        const { text, faults } = await readPeople(bench, { files: csv(right), read })
        expect({ faults, records: text?.records }).toEqual({ faults: [], records: 400_000 })
        const wrong = Buffer.concat([Buffer.from(header), lines, other, lines])
        expect((await readPeople(bench, { files: csv(wrong), read })).faults).toEqual([
            'encoding_wrong people.csv:400002 utf8',
        ])
    })

    it('a record that is not whole: the others are read', async () => {
        const text = `${header}${good}2,b\n${good}3,"c"d,1.00,2026-01-05,true,\n${good}`
        const {
            faults,
            lines,
            text: read,
        } = await readPeople(bench, { files: csv(text) }).catch((cause: unknown) => ({
            faults: [String(cause)],
            lines: [],
            text: null,
        }))
        expect(faults).toEqual(['record_short people.csv:3 2', 'quote_text people.csv:5'])
        expect(lines).toEqual([2, 4, 6])
        expect(read).toMatchObject({ records: 3, broken: 2, readable: true })
    })

    it('Parquet of types that hold several values, or instants', async () => {
        const sql =
            `select 1 as no, ['a'] as name, 1.5 as balance, ` +
            `timestamptz '2026-01-05 00:00:00+08' as opened, true as active, {'a': 1} as note`
        const write = async (path: string): Promise<void> => {
            await bench.warehouse.rows(`copy (${sql}) to '${path}' (format parquet)`)
        }
        const { faults } = await readPeople(bench, {
            ...{ files: { 'people.parquet': write }, file: 'people.parquet' },
            read: '{ format: parquet }',
        })
        expect(faults).toEqual([
            'parquet_nested people.parquet name',
            'parquet_instant people.parquet opened',
            'parquet_nested people.parquet note',
        ])
    })
})
