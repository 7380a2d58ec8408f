import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWarehouse, type TestWarehouse } from '../open-warehouse.ts'
import { type ColumnCase, readTexts } from './read-texts.ts'

let opened: TestWarehouse
beforeAll(async () => {
    opened = await openTestWarehouse()
})
afterAll(async () => {
    await opened.close()
})

/** Texts, and what must come of each: its value, null for absent, `!code` for a refusal. */
type Examples = Readonly<Record<string, string | null>>

const amount = { type: 'decimal(18,2)' } as const
const date = { type: 'date' } as const
const instant = { type: 'timestamp' } as const
const no = '!decimal'
const noDate = '!date'

const cases: readonly (readonly [string, ColumnCase, Examples])[] = [
    [
        'plain amounts',
        amount,
        {
            '1234.5': '1234.50',
            '96396': '96396.00',
            '007': '7.00',
            '+5': '5.00',
            '-0.05': '-0.05',
            '9999999999999999.99': '9999999999999999.99',
            '10000000000000000': no,
            '1.235': no,
            '1e3': no,
            '.5': no,
            '1.': no,
            '1_000': no,
            ' 5': no,
            '1,234.50': no,
            '１２３': no,
            '(500.00)': no,
            '¥500': no,
            '3.5万': no,
            '5%': no,
            '': null,
        },
    ],
    [
        'thousands',
        { ...amount, accepts: ['thousands'] },
        {
            '1,234.50': '1234.50',
            '1,234,567.8': '1234567.80',
            '-1,234': '-1234.00',
            '1234.50': '1234.50',
            '1,23,4': no,
            '1,2345': no,
            '1234,567': no,
            ',5': no,
            '1,5': no,
            '1,234.500': no,
        },
    ],
    [
        'wide digits',
        { ...amount, accepts: ['full_width', 'thousands'] },
        { '１２３': '123.00', '１，２３４．５０': '1234.50', '－１２': '-12.00', 一: no },
    ],
    [
        'negative amounts of bookkeepers',
        { ...amount, accepts: ['parentheses', 'trailing_minus'] },
        {
            '(500.00)': '-500.00',
            '500.00-': '-500.00',
            '(-500)': no,
            '-(500)': no,
            '-500-': no,
            '(500': no,
            '()': no,
            '(500-)': no,
        },
    ],
    [
        'signs of currency',
        { ...amount, accepts: ['currency', 'thousands', 'ten_thousands'] },
        {
            '¥500': '500.00',
            '￥1,000.5': '1000.50',
            '-¥5': '-5.00',
            '¥-5': '-5.00',
            'CNY 5': '5.00',
            '500元': '500.00',
            '3.5万元': '35000.00',
            $5: no,
            '-¥-5': no,
            '¥': no,
            元: no,
        },
    ],
    [
        '万 and 亿, whose point moves and never rounds',
        { ...amount, accepts: ['ten_thousands'] },
        {
            '3.5万': '35000.00',
            '3.5萬': '35000.00',
            '1.2亿': '120000000.00',
            '-1.2億': '-120000000.00',
            '1.2345万': '12345.00',
            '1.234567万': '12345.67',
            '1.50000000万': '15000.00',
            '0万': '0.00',
            '1.23456789万': no,
            '1.2万亿': no,
            万: no,
            '3.5千': no,
            '999999999999999亿': no,
        },
    ],
    [
        'a hundredth',
        { type: 'decimal(9,6)', accepts: ['percent'] },
        {
            '5%': '0.050000',
            '4.35%': '0.043500',
            '0.0001%': '0.000001',
            '100%': '1.000000',
            '5％': '0.050000',
            '0.05': '0.050000',
            '0.00001%': no,
            '5%%': no,
            '%': no,
        },
    ],
    [
        'whole numbers',
        { type: 'bigint', accepts: ['thousands', 'ten_thousands'] },
        {
            '9223372036854775807': '9223372036854775807',
            '9223372036854775808': '!integer',
            '1,234': '1234',
            '3.5万': '35000',
            '3.00005万': '!integer',
            '1.0': '!integer',
            '0x1F': '!integer',
        },
    ],
    [
        'decimals wider than 64 bits',
        { type: 'decimal(24,6)', accepts: ['ten_thousands'] },
        {
            '1.5': '1.500000',
            '-123456789012345678.123456': '-123456789012345678.123456',
            '123456789012345678': '123456789012345678.000000',
            '1234567890123456789': no,
            '1.1234567': no,
            '12345678901234.5万': '123456789012345000.000000',
        },
    ],
    [
        'a scale that leaves 64 bits no digits before the point',
        { type: 'decimal(38,20)' },
        { '1.5': '1.50000000000000000000', '0.00000000000000000001': '0.00000000000000000001' },
    ],
    [
        'doubles',
        { type: 'double', accepts: ['thousands', 'percent'] },
        {
            '1e-3': '0.001',
            '12.5': '12.5',
            '1,234.5': '1234.5',
            '12.25%': '0.1225',
            nan: '!double',
            inf: '!double',
            '1e999': '!double',
        },
    ],
    [
        'plain dates',
        date,
        {
            '2026-01-05': '2026-01-05',
            '2024-02-29': '2024-02-29',
            '2026-02-29': noDate,
            '2026-02-30': noDate,
            '2026-1-5': noDate,
            '2026/1/5': noDate,
            '20260105': noDate,
            '2026-01-05 00:00:00': noDate,
            infinity: noDate,
            '12026-01-05': noDate,
        },
    ],
    [
        'dates of banks',
        { ...date, accepts: ['compact', 'slashes', 'dots', 'chinese', 'full_width'] },
        {
            '20260105': '2026-01-05',
            '2026/1/5': '2026-01-05',
            '2026/01/05': '2026-01-05',
            '2026.1.5': '2026-01-05',
            '2026年1月5日': '2026-01-05',
            '２０２６年１月５日': '2026-01-05',
            '２０２６-０１-０５': '2026-01-05',
            '9999/12/31': '9999-12-31',
            '20260230': noDate,
            '2026/2/30': noDate,
            '2026/13/1': noDate,
            '2026年2月30日': noDate,
            '2026/1/5 9:30': noDate,
            '26/1/5': noDate,
            '0000/1/1': noDate,
            '2026/1.5': noDate,
            '2026年1月': noDate,
        },
    ],
    [
        'years of the republic',
        { ...date, accepts: ['minguo', 'slashes'] },
        {
            民國115年1月5日: '2026-01-05',
            民国115年1月5日: '2026-01-05',
            中華民國113年2月29日: '2024-02-29',
            '115年1月5日': '2026-01-05',
            '115/01/05': '2026-01-05',
            '99/1/5': '2010-01-05',
            '2026/1/5': '2026-01-05',
            民國115年2月29日: noDate,
            民國0年1月1日: noDate,
            '2026年1月5日': noDate,
        },
    ],
    [
        'days as spreadsheets count them',
        { ...date, accepts: ['excel_serial'] },
        {
            '46027': '2026-01-05',
            '1': '1900-01-01',
            '59': '1900-02-28',
            '60': noDate,
            '61': '1900-03-01',
            '0': noDate,
            '2958465': '9999-12-31',
            '2958466': noDate,
            '46027.5': noDate,
        },
    ],
    [
        'a form of dates that the contract names',
        { ...date, format: '%d.%m.%Y', accepts: ['slashes'] },
        {
            '05.01.2026': '2026-01-05',
            '2026/1/5': '2026-01-05',
            '5.1.2026': noDate,
            '31.02.2026': noDate,
            '2026-01-05': noDate,
        },
    ],
    [
        'instants',
        { ...instant, accepts: ['slashes', 'compact', 'chinese'] },
        {
            '2026-01-05 09:30:00': '2026-01-05 09:30:00',
            '2026-01-05T09:30:00': '2026-01-05 09:30:00',
            '2026-01-05 09:30': '2026-01-05 09:30:00',
            '2026-01-05 09:30:00.123456': '2026-01-05 09:30:00.123456',
            '2026/1/5 9:30': '2026-01-05 09:30:00',
            '2026年1月5日9:30': '2026-01-05 09:30:00',
            '20260105093000': '2026-01-05 09:30:00',
            '2026-01-05': '!timestamp',
            '2026/1/5': '!timestamp',
            '2026-02-30 10:00:00': '!timestamp',
            '2026-01-05 24:00:00': '!timestamp',
            '2026-01-05 09:30:00Z': '!timestamp',
            '2026-01-05 09:30:00.1234567': '!timestamp',
        },
    ],
    [
        'yes and no',
        { type: 'boolean', accepts: ['yes_no'] },
        { 是: 'true', 否: 'false', Y: 'true', no: 'false', '1': 'true', 对: '!boolean' },
    ],
    ['no words of truth', { type: 'boolean' }, { TRUE: 'true', '0': 'false', 是: '!boolean' }],
    [
        'blanks around',
        { ...amount, accepts: ['padding'], nulls: ['-'] },
        { ' 5 ': '5.00', '　7　': '7.00', '  ': null, ' - ': null, '5 5': no },
    ],
    [
        'codes',
        { type: 'varchar', accepts: ['padding'], codes: { A: 'Open.', '01': 'Shut.' } },
        { A: 'A', ' 01': '01', a: '!code', '1': '!code', '': null },
    ],
    [
        'codes that are numbers',
        { type: 'integer', codes: { '1': 'One.', '2': 'Two.' } },
        { '1': '1', '02': '2', '3': '!code', x: '!integer' },
    ],
    [
        'bounds',
        { ...amount, accepts: ['percent'], min: '0', max: '0.36', required: true },
        { '0': '0.00', '36%': '0.36', '0.37': '!above', '-0.01': '!below', '': '!required' },
    ],
    [
        'bounds of days',
        { ...date, min: '2000-01-01', max: '2026-12-31' },
        { '2000-01-01': '2000-01-01', '1999-12-31': '!below', '2027-01-01': '!above', '': null },
    ],
]

describe('what an import makes of texts', () => {
    it.each(cases)('%s', async (_name, column, examples) => {
        const texts = Object.keys(examples)
        const values = await readTexts(opened.warehouse, column, texts)
        const found = Object.fromEntries(texts.map((text, index) => [text, values[index]]))
        expect(found).toEqual(examples)
    })
})
