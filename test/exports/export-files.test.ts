import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TableColumn, ValueKind } from '#domain/table-column.ts'
import { type CsvTable, writeCsvFile } from '#exports/csv-file.ts'
import { encodeGb18030 } from '#exports/gb18030.ts'
import type { TableChunks } from '#exports/table-sheet.ts'
import { writeWorkbook } from '#exports/workbook.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { keepWarehouse } from '../keep-warehouse.ts'
import { readBook, textsOf } from './read-back.ts'

// What leaves as CSV and XLSX, read back by the warehouse and by the reader of imports.

const kept = keepWarehouse()

function column(title: string, kind: ValueKind, words: Record<string, string> = {}): TableColumn {
    return { title, kind, words: new Map(Object.entries(words)) }
}

/** One chunk of rows, column by column, as the warehouse hands them over. */
async function* chunksOf(...chunks: readonly (readonly (readonly Cell[])[])[]): TableChunks {
    for (const rows of chunks) {
        const width = rows[0]?.length ?? 0
        yield Array.from({ length: width }, (_, index) => rows.map((row) => row[index] ?? null))
    }
}

const nasty = [
    ...['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', 'a=1', 'plain'],
    ...['a,b', 'he said "no"', 'two\nlines', ' begins', "'", '<b>&"', '𠮷野', '12345678901234567'],
]

async function csvOf(table: Partial<CsvTable> & Pick<CsvTable, 'columns' | 'chunks'>) {
    const path = join(kept.folder, 'out.csv')
    await writeCsvFile(path, { encoding: 'utf-8', isForExcel: false, ...table })
    return { path, bytes: await readFile(path) }
}

async function csvRows(path: string, columns: number): Promise<readonly (string | null)[][]> {
    const names = Array.from({ length: columns }, (_, index) => `c${index}`)
    const source = kept.warehouse.delimited({
        ...{ path, delimiter: ',', quote: '"', columns: names, hasHeader: true },
    })
    const rows = await kept.warehouse.rows(`select * from ${source} back`)
    return rows.map((row) => names.map((name) => (row[name] ?? null) as string | null))
}

describe('CSV', () => {
    test('gives back every text as it was; numbers, days, months and words plainly', async () => {
        const columns = [
            column('text', 'text'),
            column('kind', 'text', { person: '个人' }),
            column('amount', 'amount'),
            column('month', 'month'),
            column('day', 'day'),
            column('id', 'id'),
        ]
        const rows = nasty.map((text): readonly Cell[] => [
            ...[text, 'person', { units: -12_345n, scale: 2 }, 202601],
            ...['2026-01-31', 1_152_921_504_606_846_975n],
        ])
        const { path, bytes } = await csvOf({ columns, chunks: chunksOf(rows, rows) })
        const same = nasty.map((text) => [
            ...[text, '个人', '-123.45', '2026-01', '2026-01-31', '1152921504606846975'],
        ])
        expect(await csvRows(path, 6)).toEqual([...same, ...same])
        expect(bytes.subarray(0, 5).toString()).toBe('text,')
    })

    test('for Excel it begins with a mark and no text is a formula', async () => {
        const chunks = chunksOf(nasty.map((text) => [text, { units: -5n, scale: 1 }]))
        const columns = [column('=title', 'text'), column('n', 'number')]
        const { path, bytes } = await csvOf({ columns, chunks, isForExcel: true })
        expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
        expect(bytes.toString().slice(1)).toMatch(/^'=title,n\r\n/)
        const texts = (await csvRows(path, 2)).map(([text]) => text ?? '')
        expect(texts.filter((text) => /^[=+\-@＝\r]/.test(text))).toEqual([])
        // What is put before is one character, and only where it is needed.
        expect(texts.map((text, index) => text === nasty[index])).toEqual(
            nasty.map((text) => !/^[=+\-@＝\t\r]|^\d{16}/.test(text)),
        )
        expect(texts.map((text, index) => text.endsWith(nasty[index] ?? '?'))).not.toContain(false)
        // A negative amount is a number and stays one.
        expect((await csvRows(path, 2)).every(([, number]) => number === '-0.5')).toBe(true)
    })

    test('in GB18030 every letter of Unicode comes back', () => {
        const decoder = new TextDecoder('gb18030', { fatal: true })
        for (let plane = 0; plane <= 16; plane++) {
            let letters = ''
            for (let low = 0; low <= 0xffff; low++) {
                const point = plane * 0x10000 + low
                // Neither halves of pairs nor letters of private use, of which some have no code.
                if (point < 0xd800 || point > 0xf8ff) letters += String.fromCodePoint(point)
            }
            const bytes = encodeGb18030(letters)
            expect(decoder.decode(bytes) === letters, `plane ${plane}`).toBe(true)
        }
        // Published code points: GB 18030-2022, 中 and 𠀀 (U+20000).
        expect([...encodeGb18030('中𠀀€')]).toEqual([
            ...[0xd6, 0xd0, 0x95, 0x32, 0x82, 0x36, 0xa2, 0xe3],
        ])
        expect([...encodeGb18030('a\ud800b')]).toEqual([0x61, 0x3f, 0x62])
    })

    test('in GB18030 there is no mark, and lines are whole', async () => {
        const columns = [column('名称', 'text')]
        const chunks = chunksOf([['张伟'], [null], ['欧阳𠮷']])
        const { bytes } = await csvOf({ columns, chunks, encoding: 'gb18030', isForExcel: true })
        const text = new TextDecoder('gb18030').decode(bytes)
        // A row with one empty field is a line that readers do not take for none.
        expect(text).toBe('名称\r\n张伟\r\n""\r\n欧阳𠮷\r\n')
    })
})

describe('XLSX', () => {
    const columns = [
        ...[column('text', 'text'), column('kind', 'text', { person: '个人' })],
        ...[column('amount', 'amount'), column('count', 'count'), column('share', 'share')],
        ...[column('month', 'month'), column('day', 'day'), column('id', 'id')],
    ]
    const rows = nasty.map((text, index): readonly Cell[] => [
        ...[text, 'person', { units: 123_456n, scale: 2 }, index, { units: 125n, scale: 3 }],
        ...[202_601, '2026-01-31', 1_152_921_504_606_846_975n],
    ])

    test('gives back texts as texts, numbers as numbers; none is a formula', async () => {
        const path = join(kept.folder, 'cells.xlsx')
        await writeWorkbook(path, [{ name: 'cells', columns, chunks: chunksOf(rows) }])
        const [sheet] = await readBook(path)
        if (sheet === undefined) throw new Error('no sheet')
        const cells = sheet.rows.flat()
        expect(cells.filter((cell) => cell?.isFormula)).toEqual([])
        expect(sheet.rows[1]?.map((cell) => cell?.type)).toEqual([
            ...['inlineStr', 'inlineStr', 'n', 'n', 'n', 'n', 'n', 'inlineStr'],
        ])
        // Excel counts days: 1 January of 2026 is day 46,023 and the last of it 46,053.
        expect(textsOf(sheet)).toEqual([
            columns.map(({ title }) => title),
            ...nasty.map((text, index) => [
                ...[text, '个人', '1234.56', String(index), '0.125'],
                ...['46023', '46053', '1152921504606846975'],
            ]),
        ])
    })

    test('a number too long for Excel, and a day before 1900, are texts', async () => {
        const path = join(kept.folder, 'long.xlsx')
        const long = { units: 1_234_567_890_123_456_78n, scale: 2 }
        const chunks = chunksOf([[long, '1899-12-31', null]])
        const some = [column('a', 'amount'), column('d', 'day'), column('n', 'count')]
        await writeWorkbook(path, [{ name: 'long', columns: some, chunks }])
        const [sheet] = await readBook(path)
        expect(sheet?.rows[1]).toEqual([
            { text: '1234567890123456.78', type: 'inlineStr', isFormula: false },
            { text: '1899-12-31', type: 'inlineStr', isFormula: false },
        ])
    })

    test('goes on in further sheets, each with its titles, and loses no row', async () => {
        const path = join(kept.folder, 'sheets.xlsx')
        const numbers = Array.from({ length: 25 }, (_, index): readonly Cell[] => [index])
        const chunks = chunksOf(numbers.slice(0, 7), numbers.slice(7, 20), numbers.slice(20))
        const name = 'a name of thirty-one characters'
        const table = { name, columns: [column('n', 'count')], chunks }
        await writeWorkbook(path, [table], { rows: 10, letters: 1e9 })
        const sheets = await readBook(path)
        expect(sheets.map((sheet) => sheet.name)).toEqual([
            ...[name, 'a name of thirty-one charac (2)', 'a name of thirty-one charac (3)'],
        ])
        expect(sheets.map(({ rows: all }) => all.length)).toEqual([11, 11, 6])
        expect(sheets.map((sheet) => textsOf(sheet)[0])).toEqual([['n'], ['n'], ['n']])
        expect(sheets.flatMap((sheet) => textsOf(sheet).slice(1)).flat()).toEqual(
            numbers.map(([number]) => String(number)),
        )
    })

    test('a table that just fills its sheets begins no further one', async () => {
        const path = join(kept.folder, 'full.xlsx')
        const numbers = Array.from({ length: 20 }, (_, index): readonly Cell[] => [index])
        const table = { name: 'n', columns: [column('n', 'count')] }
        await writeWorkbook(path, [{ ...table, chunks: chunksOf(numbers) }], {
            ...{ rows: 10, letters: 1e9 },
        })
        expect((await readBook(path)).map(({ rows: all }) => all.length)).toEqual([11, 11])
        await writeWorkbook(path, [{ ...table, chunks: chunksOf() }])
        expect((await readBook(path)).map(textsOf)).toEqual([[['n']]])
        // A sheet is full, too, when its XML grows beyond what an archive takes.
        const chunks = chunksOf(...numbers.map((row) => [row]))
        await writeWorkbook(path, [{ ...table, chunks }], { rows: 100, letters: 1 })
        expect(await readBook(path)).toHaveLength(20)
    })
})
