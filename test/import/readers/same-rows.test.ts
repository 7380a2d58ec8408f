import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeWorkbook } from '#exports/workbook.ts'
import { openZip } from '#exports/zip-file.ts'
import { literal } from '#sources/sql-text.ts'
import { openTestWarehouse, type TestWarehouse } from '../../open-warehouse.ts'
import {
    type PeopleDelivery,
    peopleColumns,
    peopleRows,
    peopleText,
    readPeople,
    textOf,
} from './people.ts'
import { row, writeXlsx } from './xlsx-file.ts'

let bench: TestWarehouse
beforeAll(async () => {
    bench = await openTestWarehouse()
})
afterAll(async () => {
    await bench.close()
})

const zipOf =
    (entries: Readonly<Record<string, string>>) =>
    async (path: string): Promise<void> => {
        const zip = await openZip(path)
        for (const [name, text] of Object.entries(entries)) await zip.add(name, [text])
        await zip.end()
    }
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
/** The three names in GB18030, by its table. */
const gb18030 = Buffer.from(
    peopleText
        .replace('张伟', '\u00d5\u00c5\u00ce\u00b0')
        .replace('李明', '\u00c0\u00ee\u00c3\u00f7')
        .replace('王芳', '\u00cd\u00f5\u00b7\u00bc'),
    'latin1',
)

const deliveries: Readonly<Record<string, PeopleDelivery>> = {
    'UTF-8': { files: { 'people.csv': peopleText } },
    'UTF-8 with a mark': { files: { 'people.csv': `\uFEFF${peopleText}` } },
    'UTF-16 with a mark': {
        files: { 'people.csv': Buffer.from(`\uFEFF${peopleText}`, 'utf16le') },
    },
    'big-endian UTF-16 with a mark': { files: { 'people.csv': utf16be(`\uFEFF${peopleText}`) } },
    'UTF-16, as the contract says': {
        files: { 'people.csv': Buffer.from(peopleText, 'utf16le') },
        read: '{ encoding: utf-16le }',
    },
    GB18030: { files: { 'people.csv': gb18030 }, read: '{ encoding: gb18030 }' },
    'UTF-8 with a mark where GB18030 was agreed': {
        files: { 'people.csv': `\uFEFF${peopleText}` },
        read: '{ encoding: gb18030 }',
    },
    'tabs and single quotes': {
        files: {
            'people.csv': textOf([peopleColumns, ...peopleRows], '\t').replaceAll(
                /"((?:[^"]|"")*)"/g,
                (_, value: string) => `'${value.replaceAll('""', '"')}'`,
            ),
        },
        read: `{ delimiter: "\\t", quote: "'" }`,
    },
    'no header': { files: { 'people.csv': textOf(peopleRows) }, read: '{ header: none }' },
    'an older name of a column': {
        files: { 'people.csv': peopleText.replace('name', 'full_name') },
    },
    gzip: { files: { 'people.csv.gz': gzipSync(peopleText) } },
    'a ZIP archive of the file, with a path that leads outside': {
        files: { 'people.csv.zip': zipOf({ '../../people.csv': peopleText }) },
    },
    'a ZIP archive with the one file under another name': {
        files: { 'people.csv.zip': zipOf({ 'export/table.txt': peopleText }) },
    },
    'a ZIP archive in place of the folder': {
        files: { 'all.zip': zipOf({ 'a/people.csv': peopleText, 'a/other.csv': 'x' }) },
        place: 'all.zip',
    },
}

describe('the same rows come out of', () => {
    it.each(Object.entries(deliveries))('%s', async (_name, delivery) => {
        const { rows, faults } = await readPeople(bench, delivery)
        expect(faults).toEqual([])
        expect(rows).toEqual(peopleRows)
    })

    it('Parquet, of other types', async () => {
        const values = peopleRows.map((cells) => {
            const texts = cells.map((cell) => (cell === null ? 'null' : literal(cell)))
            return `(${texts.join(', ')})`
        })
        const sql =
            `select cast(no as integer) as no, name, cast(balance as double) as balance, ` +
            `cast(opened as timestamp) as opened, cast(active as boolean) as active, ` +
            `encode(note) as note from (values ${values.join(', ')}) t(${peopleColumns.join(', ')})`
        const copy = async (path: string): Promise<void> => {
            await bench.warehouse.rows(`copy (${sql}) to ${literal(path)} (format parquet)`)
        }
        const { rows, lines, faults } = await readPeople(bench, {
            ...{ files: { 'people.parquet': copy }, file: 'people.parquet' },
            read: '{ format: parquet }',
        })
        expect(faults).toEqual([])
        expect(rows).toEqual(withBareEnds)
        expect(lines).toEqual([1, 2, 3])
    })

    it('a workbook of our own', async () => {
        const write = (path: string): Promise<void> =>
            writeWorkbook(path, [
                {
                    ...{ name: '客户', hasFilter: true },
                    columns: peopleColumns.map((title) => ({ title, width: 9 })),
                    rows: peopleRows.map((cells) =>
                        cells.map((text, index) => {
                            if (text === null) return null
                            return index === 2 ? { amount: text } : { text }
                        }),
                    ),
                },
            ])
        const { rows, lines, faults } = await readPeople(bench, {
            ...{ files: { 'people.xlsx': write }, file: 'people.xlsx' },
            read: '{ format: xlsx, sheet: 客户 }',
        })
        expect(faults).toEqual([])
        expect(rows).toEqual(withBareEnds)
        expect(lines).toEqual([2, 3, 4])
    })

    it('a workbook of others, packed once more', async () => {
        const shared = ['张伟', '<r><t>李</t></r><r><t>明</t></r><rPh><t>li</t></rPh>', '王芳']
        const write = (path: string): Promise<void> =>
            writeXlsx(path, {
                shared: shared
                    .map((one) => `<si>${one.includes('<') ? one : `<t>${one}</t>`}</si>`)
                    .join(''),
                sheets: [
                    {
                        name: 'A',
                        rows: [row(1, [...peopleColumns]), ...peopleSheetRows].join(''),
                    },
                ],
            })
        const { rows, lines, faults } = await readPeople(bench, {
            ...{ files: { 'people.xlsx': write }, file: 'people.xlsx' },
            read: '{ format: xlsx }',
        })
        expect(faults).toEqual([])
        expect(rows).toEqual(withBareEnds)
        expect(lines).toEqual([2, 5, 6])
    })
})

/** Line ends within the cells of sheets and Parquet become CR, so that lines are rows. */
const withBareEnds = peopleRows.map((cells) => cells.map((one) => one?.replace('\n', '\r') ?? null))

/** Days as numbers: 46027, 43890 and 36525 are days after 1899-12-30. */
const peopleSheetRows = [
    row(2, [
        ...['<c><v>1</v></c>', '<c t="s"><v>0</v></c>', '<c s="3"><v>1234.5</v></c>'],
        ...['<c s="2"><v>46027</v></c>', '<c t="b"><v>1</v></c>', 'he said &quot;no&quot;, twice'],
    ]),
    row(5, [
        ...['<c t="str"><f>A2+1</f><v>2</v></c>', '<c t="s"><v>1</v></c>'],
        ...[
            '<c s="3"><f>0.05-0.1</f><v>-0.050000000000000003</v></c>',
            '<c s="1"><v>43890</v></c>',
        ],
        ...['<c t="b"><v>0</v></c>', 'two_x000D_lines'],
    ]),
    row(6, [
        ...['<c s="5"><v>3</v></c>', '<c t="s"><v>2</v></c>', '<c><v>1.0000000000001E11</v></c>'],
        ...['<c t="d"><v>1999-12-31T00:00:00</v></c>', '<c t="b"><v>1</v></c>', null],
    ]),
    row(9, [null, '<c s="1"/>']),
]
