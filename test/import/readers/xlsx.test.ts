import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayText } from '#pipeline/import/xlsx/day-text.ts'
import { headingNames } from '#pipeline/import/xlsx/heading.ts'
import { numberKind } from '#pipeline/import/xlsx/number-format.ts'
import { numberText } from '#pipeline/import/xlsx/number-text.ts'
import { attributeOf, createXmlReader, plainText } from '#pipeline/import/xlsx/xml-reader.ts'
import { openTestWarehouse, type TestWarehouse } from '../../open-warehouse.ts'
import { type PeopleRead, peopleColumns, readPeople } from './people.ts'
import { type GivenSheet, type GivenWorkbook, row, writeXlsx } from './xlsx-file.ts'

let bench: TestWarehouse
beforeAll(async () => {
    bench = await openTestWarehouse()
})
afterAll(async () => {
    await bench.close()
})

/** Reads a workbook; `read` is what the contract says of it beside its format. */
async function readBook(workbook: GivenWorkbook, read = ''): Promise<PeopleRead> {
    const write = (path: string): Promise<void> => writeXlsx(path, workbook)
    return await readPeople(bench, {
        ...{ files: { 'people.xlsx': write }, file: 'people.xlsx' },
        read: `{ format: xlsx${read} }`,
    })
}

const header = row(1, [...peopleColumns])
const sheet = (...rows: readonly string[]): GivenSheet => ({ name: 'A', rows: rows.join('') })
const whole = row(2, ['1', 'a', '1.00', '2026-01-05', 'true', null])

describe('a workbook', () => {
    it('has a heading of several rows, merged, below a title and beside a margin', async () => {
        const rows = [
            row(1, ['Report of March']),
            row(4, [null, ...peopleColumns.slice(0, 3), null, 'active', 'note']),
            // The fifth column has its name in the second row of the heading alone.
            row(5, [null, null, null, null, 'opened']),
            row(6, ['x', '1', 'a', '1.00', '2026-01-05', 'true', 'n']),
        ]
        const merged = ['B4:B5', 'C4:C5', 'F4:F5', 'G4:G5', 'A9:B9']
        const refs = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
        const after = `<mergeCells>${refs}</mergeCells>`
        const {
            rows: found,
            lines,
            faults,
        } = await readBook(
            { sheets: [{ ...sheet(...rows), after }] },
            ', skip_rows: 3, heading_rows: 2',
        )
        expect(faults).toEqual([])
        expect(found).toEqual([['1', 'a', '1.00', '2026-01-05', 'true', 'n']])
        expect(lines).toEqual([6])
    })

    it('joins the names of a heading that spans columns', () => {
        const rows = new Map([
            [
                1,
                new Map([
                    [1, '客户'],
                    [4, '余额'],
                    [6, '备注'],
                ]),
            ],
            [
                2,
                new Map([
                    [1, '号码'],
                    [2, '姓名'],
                    [4, '月末'],
                    [5, '月均'],
                ]),
            ],
        ])
        const spans = (left: number, right: number) => ({ top: 1, bottom: 1, left, right })
        const merged = [spans(1, 2), spans(4, 5), { top: 1, bottom: 2, left: 6, right: 6 }]
        expect(headingNames(rows, { from: 1, to: 2, merged })).toEqual([
            ...['客户/号码', '客户/姓名', '', '余额/月末', '余额/月均', '备注'],
        ])
    })

    it('has a heading in the place that the contract names', async () => {
        const rows = [
            row(1, ['Report of March']),
            row(3, [null, ...peopleColumns]),
            row(4, ['x', '1', 'a', '1.00', '2026-01-05', 'true', 'n']),
            row(8, ['x', '2', 'b', '1.00', '2026-01-05', 'true', 'n', '']),
        ]
        const {
            rows: found,
            lines,
            faults,
        } = await readBook({ sheets: [sheet(...rows)] }, ', skip_rows: 2')
        expect(faults).toEqual([])
        expect(found.map(([no]) => no)).toEqual(['1', '2'])
        expect(lines).toEqual([4, 8])
    })

    it('has cells that are refused, each with its reason', async () => {
        const day = (number: number): string => `<c s="1"><v>${number}</v></c>`
        const rows = [
            header,
            whole,
            row(3, ['<c><f>1/0</f></c>', 'a', '<c t="e"><v>#DIV/0!</v></c>', day(60), null, null]),
            row(4, ['<c><v>6.2220212345678901E+18</v></c>', 'a']),
            row(5, ['5', 'a', '1.00', '2026-01-05', 'true', 'n', 'more']),
        ]
        const { faults, lines, text } = await readBook({ sheets: [sheet(...rows)] })
        expect(faults).toEqual([
            'cell_formula people.xlsx:3 no',
            'cell_error people.xlsx:3 balance',
            'cell_day people.xlsx:3 opened',
            'cell_digits people.xlsx:4 no',
            'record_long people.xlsx:5 7',
        ])
        expect(lines).toEqual([2])
        expect(text).toMatchObject({ records: 1, broken: 3, readable: true })
    })

    it('has merged cells among its rows: the first has the value, the others none', async () => {
        const after = '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'
        const rows = [header, whole, row(3, ['2', null, '2.00', '2026-01-05', 'true', null])]
        const { rows: found } = await readBook({ sheets: [{ ...sheet(...rows), after }] })
        expect(found.map(([, name]) => name)).toEqual(['a', null])
    })

    it('has one sheet that is shown, or its name is in the contract', async () => {
        const sheets = [
            { name: 'Notes', rows: row(1, ['x']), state: 'hidden' },
            { ...sheet(header, whole), name: 'Q&amp;A' },
        ]
        expect((await readBook({ sheets })).rows).toHaveLength(1)
        expect((await readBook({ sheets }, ", sheet: 'Q&A'")).rows).toHaveLength(1)
        const missing = await readBook({ sheets }, ', sheet: Data')
        expect(missing.faults).toEqual(['sheet_missing people.xlsx [Notes], Q&A'])
        const shown = sheets.map((one) => ({ ...one, state: 'visible' }))
        expect((await readBook({ sheets: shown })).faults).toEqual([
            'sheet_several people.xlsx Notes, Q&A',
        ])
    })

    it('counts days from 1904 where it says so', async () => {
        const cells = ['1', 'a', '1.00', '<c s="4"><v>44565.5</v></c>', 'true']
        const { rows } = await readBook({ is1904: true, sheets: [sheet(header, row(2, cells))] })
        // 44565 days after 1904-01-01 is 2026-01-05.
        expect(rows[0]?.[3]).toBe('2026-01-05 12:00:00')
    })

    it.each([
        ['nothing', [], 'file_empty people.xlsx'],
        ['a heading only', [header], 'file_no_rows people.xlsx'],
        [
            'a row that goes back',
            [header, row(3, ['1']), row(2, ['2'])],
            'workbook_broken people.xlsx',
        ],
        ['a tag that does not end', [header, '<row r="2"><c '], 'workbook_broken people.xlsx'],
        ['a document type', ['<!DOCTYPE x [<!ENTITY a "b">]>'], 'workbook_broken people.xlsx'],
    ])('is refused with %s', async (_name, rows, expected) => {
        expect((await readBook({ sheets: [sheet(...rows)] })).faults).toEqual([expected])
    })

    it.each([
        ['of old times', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'workbook_old people.xlsx'],
        ['that is none', 'no,name\n', 'workbook_broken people.xlsx'],
        ['that is empty', '', 'workbook_broken people.xlsx'],
    ])('%s is refused', async (_name, content, expected) => {
        const files = { 'people.xlsx': content }
        const read = { read: '{ format: xlsx }', file: 'people.xlsx' }
        expect((await readPeople(bench, { files, ...read })).faults).toEqual([expected])
    })
})

describe('numbers of a sheet', () => {
    it.each([
        ['1234.5', '1234.5'],
        ['0.30000000000000004', '0.3'],
        ['-1E-7', '-0.0000001'],
        ['1.0000000000001E11', '100000000000.01'],
        ['999999999999999', '999999999999999'],
        ['1E15', 'lost'],
        ['-0', '0'],
        ['12,5', null],
        ['', null],
    ])('%s', (raw, expected) => {
        expect(numberText(raw)).toBe(expected)
    })

    it.each([
        ['General', 'number'],
        ['0.00E+00', 'number'],
        ['#,##0.00 "days"', 'number'],
        ['[Red]\\d0', 'number'],
        ['[h]:mm', 'number'],
        ['yyyy/m/d;@', 'date'],
        ['[$-404]e"年"m"月"', 'date'],
        ['h:mm AM/PM', 'date'],
    ])('are in the format %s', (code, expected) => {
        expect(numberKind(170, code)).toBe(expected)
    })

    it('are days of the calendar', () => {
        const plain = { is1904: false, format: null }
        // ECMA-376 part 1, 18.17.4.1, and the day that Lotus 1-2-3 believed in.
        expect(dayText(1, plain)).toBe('1900-01-01')
        expect(dayText(59, plain)).toBe('1900-02-28')
        expect(dayText(60, plain)).toBe(null)
        expect(dayText(61, plain)).toBe('1900-03-01')
        expect(dayText(2_958_465, plain)).toBe('9999-12-31')
        expect(dayText(2_958_466, plain)).toBe(null)
        expect(dayText(-1, plain)).toBe(null)
        expect(dayText(0.75, plain)).toBe('18:00:00')
        expect(dayText(46_027.999_999_9, plain)).toBe('2026-01-06')
        expect(dayText(46_027, { is1904: false, format: '%Y%m%d' })).toBe('20260105')
        expect(dayText(46_027, { is1904: false, format: '%-m/%-d/%y' })).toBe('1/5/26')
        expect(dayText(46_027, { is1904: false, format: '%d %B' })).toBe('2026-01-05')
    })
})

describe('XML', () => {
    it('is read the same in pieces of any size', () => {
        const xml = `<?xml v="1>"?><a:b c='<">' d="x>y"><!-- <no> --><![CDATA[<&]]>t&amp;<e/></a:b>`
        const partsOf = (size: number): readonly string[] => {
            const parts: string[] = []
            const reader = createXmlReader({
                open: (name, attributes) => parts.push(`<${name}${attributes}`),
                close: (name) => parts.push(`/${name}`),
                text: (spelt) => parts.push(plainText(spelt)),
            })
            for (let at = 0; at < xml.length; at += size) reader.push(xml.slice(at, at + size))
            reader.end()
            return parts
        }
        const expected = [`<b c='<">' d="x>y"`, '<&', 't&', '<e', '/e', '/b']
        for (let size = 1; size <= xml.length; size++) expect(partsOf(size)).toEqual(expected)
    })

    it('has attributes in either quotes, with letters by number', () => {
        const attributes = ` xr:t="no" t = 'a&lt;&#x4e2d;' st="x"`
        expect(attributeOf(attributes, 't')).toBe('a<中')
        expect(attributeOf(attributes, 's')).toBe(null)
    })
})
