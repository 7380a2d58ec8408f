import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tableOf } from '#sources/contract.ts'
import { columnOf, type Desk, draftOf, importDrafted, openDesk, typesOf } from './drafted.ts'

let desk: Desk
beforeAll(async () => {
    desk = await openDesk()
})
afterAll(async () => {
    await desk.close()
})

/** Check digit of a resident ID (GB 11643): weights 2 to the powers 17 … 1, modulo 11. */
function residentId(first17: string): string {
    const sum = [...first17].reduce(
        (all, digit, index) => all + Number(digit) * 2 ** (17 - index),
        0,
    )
    return `${first17}${'10X98765432'[sum % 11]}`
}

/** Check digit of a payment card (ISO/IEC 7812). */
function cardNumber(first15: string): string {
    const sum = [...first15].reduce((all, digit, index) => {
        const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit)
        return all + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
    return `${first15}${(10 - (sum % 10)) % 10}`
}

const people = Array.from({ length: 60 }, (_, index) => {
    const no = String(index + 1).padStart(6, '0')
    const day = String((index % 28) + 1).padStart(2, '0')
    return {
        no,
        name: `${'王李张刘陈'[index % 5]}${'伟芳娜敏静强'[index % 6]}${'一二三四五六七八九十'[index % 10]}`,
        id: residentId(`110101199001${day}${String(index).padStart(3, '0')}`),
        old: `110101900101${String(index).padStart(3, '0')}`,
        mobile: `138${String(10_000_000 + index)}`,
        card: cardNumber(`622202${String(index).padStart(9, '0')}`),
        opened: `2020/${(index % 12) + 1}/${(index % 28) + 1}`,
        balance: `${index + 1},${String(234 + index)}.50`,
    }
})

/** 客户号, 姓名, 手机号 in GB18030, as iconv writes them: Node can only read it. */
function gb18030(text: string): Uint8Array {
    const decoder = new TextDecoder('gb18030')
    const bytes = new Map<string, readonly number[]>()
    for (let first = 0xa1; first <= 0xf7; first++) {
        for (let second = 0xa1; second <= 0xfe; second++) {
            bytes.set(decoder.decode(Uint8Array.of(first, second)), [first, second])
        }
    }
    return Uint8Array.from(
        [...text].flatMap((letter) => bytes.get(letter) ?? [letter.charCodeAt(0)]),
    )
}

function tableText(delimiter: string): string {
    const heads = ['客户号', '姓名', '身份证号', '旧证件', '手机号', '卡号', '开户日期', '余额(元)']
    const rows = people.map((one) =>
        [one.no, one.name, one.id, one.old, one.mobile, one.card, one.opened, one.balance]
            .map((text) => (text.includes(delimiter) ? `"${text}"` : text))
            .join(delimiter),
    )
    return `${[heads.join(delimiter), ...rows].join('\n')}\n`
}

const plain = [
    { name: 'UTF-8 with a mark', encoding: 'utf-8', content: `\uFEFF${tableText(',')}` },
    { name: 'GB18030', encoding: 'gb18030', content: gb18030(tableText('|')) },
    {
        name: 'UTF-16LE with tabs',
        encoding: 'utf-16le',
        content: Buffer.from(`\uFEFF${tableText('\t')}`, 'utf16le'),
    },
    {
        name: 'UTF-16BE without a mark',
        encoding: 'utf-16be',
        content: Buffer.from(tableText(';'), 'utf16le').swap16(),
    },
]

describe.each(plain)('a list of customers in $name', ({ encoding, content }) => {
    it('is read whole, with types, absent values and personal data', async () => {
        const drafted = await draftOf(desk, { '客户信息_20260131.csv': content })
        const { contract } = drafted
        const [table] = contract.tables
        expect(table).toMatchObject({ name: 'customer', file: '客户信息_*.csv', key: ['客户号'] })
        expect(table?.read).toMatchObject({ format: 'delimited', encoding })
        expect(typesOf(contract, 'customer')).toEqual({
            客户号: 'varchar',
            姓名: 'varchar',
            身份证号: 'varchar',
            旧证件: 'varchar',
            手机号: 'varchar',
            卡号: 'varchar',
            开户日期: 'date',
            '余额(元)': 'decimal(18,2)',
        })
        const pii = tableOf(contract, 'customer').columns.map((column) => column.pii)
        expect(pii).toEqual([null, 'name', 'id_number', 'id_number', 'phone', null, null, null])
        expect(columnOf(contract, 'customer.开户日期').accepts).toEqual(['slashes'])
        expect(columnOf(contract, 'customer.余额(元)')).toMatchObject({
            accepts: ['thousands'],
            unit: 'CNY',
        })
        expect(drafted.text).toContain('60 of 60 have the check digit of a payment card')
        const { rows, read } = await importDrafted(desk, drafted)
        expect(rows).toEqual({ customer: 60 })
        // Sum over i of (i + 1) thousands, 234 + i and a half.
        const cents = people.reduce(
            (sum, _, i) => sum + (i + 1) * 100_000 + (234 + i) * 100 + 50,
            0,
        )
        const [sum] = await read('customer', 'select sum("余额(元)") as sum from TABLE')
        expect(sum).toEqual({ sum: { units: BigInt(cents), scale: 2 } })
    })
})

describe('a drafted contract never shows', () => {
    it('a personal value, not even as an example', async () => {
        const { text } = await draftOf(desk, { 'people.csv': tableText(',') })
        for (const { name, id, old, mobile } of people) {
            for (const value of [name, id, old, mobile]) expect(text).not.toContain(value)
        }
    })
})

const spelled: readonly (readonly [
    string,
    readonly string[],
    Readonly<Record<string, unknown>>,
])[] = [
    [
        '日期',
        ['民國115年1月5日', '民國99年12月31日'],
        { type: { name: 'date' }, accepts: ['minguo'] },
    ],
    ['交易日', ['115/01/05', '099/12/31'], { type: { name: 'date' }, accepts: ['minguo'] }],
    ['day', ['2026年1月5日', '2025年12月31日'], { type: { name: 'date' }, accepts: ['chinese'] }],
    ['day', ['2026.1.5', '2025.12.31'], { type: { name: 'date' }, accepts: ['dots'] }],
    ['date', ['20260105', '20251231'], { type: { name: 'date' }, format: '%Y%m%d' }],
    ['date', ['31/12/2025', '05/01/2026'], { type: { name: 'date' }, format: '%d/%m/%Y' }],
    ['date', ['12/31/2025', '01/05/2026'], { type: { name: 'date' }, format: '%m/%d/%Y' }],
    ['at', ['2026-01-05 09:30:00', '2026-01-05 10:00:01'], { type: { name: 'timestamp' } }],
    ['amount', ['(500.00)', '1,234.50'], { accepts: ['parentheses', 'thousands'] }],
    ['amount', ['500.00-', '20.00'], { accepts: ['trailing_minus'] }],
    ['amount', ['¥500.00', '¥20.10'], { accepts: ['currency'] }],
    [
        '金额',
        ['3.5万', '1.2亿'],
        { accepts: ['ten_thousands'], type: { name: 'decimal', precision: 18, scale: 2 } },
    ],
    [
        '利率',
        ['5%', '4.25%'],
        { accepts: ['percent'], type: { name: 'decimal', precision: 18, scale: 4 } },
    ],
    ['数量', ['１２３', '４'], { accepts: ['full_width'], type: { name: 'integer' } }],
    ['有效', ['是', '否'], { accepts: ['yes_no'], type: { name: 'boolean' } }],
    ['month', ['202601', '202512'], { type: { name: 'integer' } }],
    ['branch_code', ['0012', '0340'], { type: { name: 'varchar' } }],
    ['ratio', ['1.5e-3', '2.25'], { type: { name: 'double' } }],
    ['account_no', ['6222020000000000001', '6222020000000000002'], { type: { name: 'varchar' } }],
]

describe.each(spelled)('%s written as %s', (heading, texts, expected) => {
    it('is taken for what it is, and imports', async () => {
        const lines = Array.from({ length: 40 }, (_, index) => {
            const text = texts[index % texts.length] ?? ''
            return `K${index};${text}`
        })
        const drafted = await draftOf(desk, {
            'one.csv': `key_no;${heading}\n${lines.join('\n')}\n`,
        })
        expect(columnOf(drafted.contract, `one.${heading}`)).toMatchObject(expected)
        const { rows } = await importDrafted(desk, drafted)
        expect(rows).toEqual({ one: 40 })
    })
})

describe('what a few wrong values do', () => {
    it('a type is kept, the mistakes are shown, and the threshold lets them be', async () => {
        const lines = Array.from({ length: 1000 }, (_, index) => {
            const day = index === 500 ? '2026-02-30' : index === 700 ? 'soon' : '2026-02-03'
            return `${index + 1},${day}`
        })
        const drafted = await draftOf(desk, { 'visits.csv': `visit_id,day\n${lines.join('\n')}\n` })
        expect(columnOf(drafted.contract, 'visits.day').type).toEqual({ name: 'date' })
        expect(drafted.text).toContain('“2026-02-30”, “soon”')
        expect(tableOf(drafted.contract, 'visits').rejectsMax).toEqual({ rows: 2 })
        expect((await importDrafted(desk, drafted)).rows).toEqual({ visits: 998 })
    })
})

describe('files of one delivery', () => {
    it('may differ in delimiter and encoding, and one may be packed', async () => {
        const drafted = await draftOf(desk, {
            'branches.txt': 'branch_no|name\n1|East, main\n2|West\n3|North\n',
            'accounts.csv.gz': gzipSync('account_no,branch_no\n1,1\n2,3\n3,3\n'),
            'cards.csv': 'card_id,account_no\n1,1\n2,2\n3,3\n',
        })
        const read = drafted.contract.tables.map((table) => [table.name, table.read])
        expect(read).toEqual([
            ['branches', expect.objectContaining({ delimiter: '|' })],
            ['accounts', expect.objectContaining({ delimiter: ',' })],
            ['cards', expect.objectContaining({ delimiter: ',' })],
        ])
        expect(tableOf(drafted.contract, 'accounts').relations).toEqual([
            { columns: ['branch_no'], to: 'branches' },
        ])
        expect(tableOf(drafted.contract, 'cards').relations).toEqual([
            { columns: ['account_no'], to: 'accounts' },
        ])
        const { rows } = await importDrafted(desk, drafted)
        expect(rows).toEqual({ branches: 3, accounts: 3, cards: 3 })
    })

    it('keep a relation that some values break as a comment', async () => {
        const children = Array.from({ length: 100 }, (_, index) => `${index + 1},${index + 1}`)
        const parents = Array.from({ length: 98 }, (_, index) => `${index + 1},n${index}`)
        const { contract, text } = await draftOf(desk, {
            'customers.csv': `customer_id,label\n${parents.join('\n')}\n`,
            'loans.csv': `loan_id,customer_id\n${children.join('\n')}\n`,
        })
        expect(tableOf(contract, 'loans').relations).toEqual([])
        expect(text).toContain('# ? 2 of 100 values of customer_id are not in customers')
    })
})

it('a folder name with blanks and Chinese is no trouble', async () => {
    const { folder, contract } = await draftOf(desk, {
        '账户 明细.csv': 'account_no,x\n1,a\n2,b\n',
    })
    expect(contract.tables.map(({ name, file }) => [name, file])).toEqual([
        ['account', '账户 明细.csv'],
    ])
    expect(join(folder)).toContain('拟定')
})
