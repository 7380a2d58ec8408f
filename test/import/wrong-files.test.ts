import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '#domain/result.ts'
import {
    accounts,
    accountsHeader,
    branches,
    deliver,
    type Files,
    faultsOf,
    leftovers,
    openSmallBank,
    type SmallBank,
    smallContract,
} from './small-delivery.ts'

let bank: SmallBank
beforeAll(async () => {
    bank = await openSmallBank()
})
afterAll(async () => {
    await bank.close()
})

const right = { 'branches.csv': branches, 'accounts.csv': accounts }
const withAccounts = (...rows: readonly string[]): Files => ({
    ...right,
    'accounts.csv': [accountsHeader, ...rows, ''].join('\n'),
})
const good = '1;1;;;5.00;20200101;true'

const cases: readonly (readonly [string, Files, readonly string[]])[] = [
    ['a file that is not there', { 'branches.csv': branches }, ['file_missing']],
    ['no file at all', {}, ['file_missing', 'file_missing']],
    [
        'two files for one table',
        { ...right, 'accounts2.csv.gz': gzipSync(accounts) },
        ['file_several accounts.csv, accounts2.csv.gz'],
    ],
    ['an empty file', { ...right, 'branches.csv': '' }, ['file_empty branches.csv']],
    [
        'a header without rows',
        { ...right, 'branches.csv': 'branch_no;name\n' },
        ['file_no_rows branches.csv'],
    ],
    [
        'a text that breaks off within its last line',
        { ...right, 'accounts.csv': accounts.slice(0, accounts.lastIndexOf(';20210102')) },
        ['record_short accounts.csv:4 5'],
    ],
    [
        'a column that is missing, one that nobody knows',
        { ...right, 'branches.csv': 'branch_no;postcode\n1;100010\n' },
        ['column_missing branches.csv:1 name', 'column_unexpected branches.csv:1 postcode'],
    ],
    [
        'a column that is misspelt',
        { ...right, 'branches.csv': branches.replace('branch_no', 'Branch No') },
        ['column_misspelt branches.csv:1 branch_no'],
    ],
    [
        'columns that are swapped',
        { ...right, 'branches.csv': 'name;branch_no\n东城支行;1\n' },
        ['columns_order branches.csv:1 name'],
    ],
    [
        'a quote that is never closed',
        withAccounts(good, '2;1;"张伟;;5.00;20200101;true', '3;1;;;5.00;20200101;true'),
        ['quote_open accounts.csv:3'],
    ],
    [
        'text behind a closing quote, and the cells of the other rows',
        withAccounts(good, '2;1;"张"伟;;5.00;20200101;true', '3;1;;;5,00;20200101;true'),
        ['quote_text accounts.csv:3', 'cell_decimal accounts.csv:4 balance 5,00'],
    ],
    [
        'a bad cell behind a quoted line end, a blank line and a broken record',
        withAccounts('1;1;"张\n\n伟";;5.00;20200101;true', '', '2;1', '3;1;;;x;20200101;true'),
        ['record_short accounts.csv:6 2', 'cell_decimal accounts.csv:7 balance x'],
    ],
    [
        'several bad cells in one row',
        withAccounts('1;一;;11010119x;1.235;20230230;maybe'),
        [
            'cell_integer accounts.csv:2 branch_no 一',
            'cell_integer accounts.csv:2 id_no 1*******x',
            'cell_decimal accounts.csv:2 balance 1.235',
            'cell_date accounts.csv:2 opened 20230230',
            'cell_boolean accounts.csv:2 active maybe',
        ],
    ],
    [
        'numbers that a cast would bend',
        withAccounts(
            '2.5;1;;;5.00;20200101;true',
            '1_000;1;;;1e3;20200101;true',
            ' 3;1;;;1234567.00;20200101;true',
            '4;2147483648;;;.5;2020011;true',
        ),
        [
            'cell_integer accounts.csv:2 account_no 2.5',
            'cell_integer accounts.csv:3 account_no 1_000',
            'cell_decimal accounts.csv:3 balance 1e3',
            'cell_integer accounts.csv:4 account_no  3',
            'cell_decimal accounts.csv:4 balance 1234567.00',
            'cell_integer accounts.csv:5 branch_no 2147483648',
            'cell_decimal accounts.csv:5 balance .5',
            'cell_date accounts.csv:5 opened 2020011',
        ],
    ],
    [
        'values that are missing',
        withAccounts(';1;;;5.00;;true'),
        ['cell_required accounts.csv:2 account_no', 'cell_required accounts.csv:2 opened'],
    ],
    [
        'a key that is there twice, also where it is written otherwise',
        withAccounts(good, '2;1;;;5.00;20200101;true', '01;2;;;6.00;20200101;true'),
        ['key_twice accounts.csv:2 account_no 1', 'key_twice accounts.csv:4 account_no 1'],
    ],
    [
        'a row that is there twice in every value',
        withAccounts(good, '2;1;;;5.00;20200101;true', '1;1;;;5;20200101;1'),
        ['row_copied accounts.csv:4 account_no 1'],
    ],
    [
        'a row whose parent is not there',
        withAccounts(good, '2;9;;;5.00;20200101;true'),
        ['parent_missing accounts.csv:3 branch_no 9'],
    ],
    [
        'line ends that change',
        { ...right, 'branches.csv': 'branch_no;name\n1;东城支行\r\n2;西城支行\n' },
        ['newline_mixed branches.csv:2', 'newline_mixed branches.csv:3'],
    ],
]

describe('a wrong delivery', () => {
    it.each(cases)('%s', async (_name, files, expected) => {
        expect(await faultsOf(bank, { files })).toEqual(expected)
        expect(await leftovers(bank)).toEqual([])
    })

    it('is a gzip file that breaks off or is none', async () => {
        const zipped = gzipSync(Buffer.from(`branch_no;name\n${'1;x\n'.repeat(5000)}`))
        const { 'branches.csv': _, ...rest } = right
        for (const damaged of [zipped.subarray(0, -8), zipped.subarray(0, 20), Buffer.from('no')]) {
            const files = { ...rest, 'branches.csv.gz': damaged }
            expect(await faultsOf(bank, { files })).toContain('gzip_broken branches.csv.gz')
        }
    })

    it('names the line of a key the first time', async () => {
        const files = withAccounts(good, '2;1;;;5.00;20200101;true', '1;2;;;6.00;20200101;true')
        const refusal = await deliver(bank, { files }).catch((error: unknown) => error)
        expect(refusal).toBeInstanceOf(Refusal)
        const params = { first_line: 2 }
        expect(refusal).toMatchObject({ failures: [{ params }, { params }] })
    })

    it('is in another encoding: the line, the byte and a guess are named', async () => {
        const head = Buffer.from('branch_no;name\n1;ok\n2;')
        const gb = Buffer.from('b6abb3c7d6a7d0d0', 'hex')
        const far = Buffer.from(`${'3;ok\n'.repeat(300_000)}4;`)
        const wrong = [
            [Buffer.concat([head, gb]), { line: 3, byte: 23, guess: 'gb18030' }],
            [Buffer.concat([head, Buffer.of(0xff)]), { line: 3, byte: 23, guess: 'none' }],
            [
                Buffer.concat([head, Buffer.from('x\n'), far, gb]),
                { line: 300_004, byte: 24 + far.length + 1, guess: 'gb18030' },
            ],
        ] as const
        for (const [file, { line, byte, guess }] of wrong) {
            const files = { ...right, 'branches.csv': file }
            const refusal = await deliver(bank, { files }).catch((error: unknown) => error)
            expect(refusal).toMatchObject({
                failures: [
                    { code: 'sources.encoding_wrong', at: { line }, params: { byte, guess } },
                ],
            })
        }
        const contract = smallContract.replace('encoding: utf-8', 'encoding: gb18030')
        const long = `branch_no;name\n1;${'东城支行'.repeat(6)}\n`
        const refusal = await deliver(bank, {
            contract,
            files: { ...right, 'branches.csv': long },
        }).catch((error: unknown) => error)
        const params = { guess: 'utf8' }
        expect(refusal).toMatchObject({ failures: [{ params }, { params }] })
    })

    it('with very many faults tells the first of each kind and counts the rest', async () => {
        const rows = Array.from({ length: 1500 }, (_, index) => `${index};1;;;x;y;true`)
        const refusal = await deliver(bank, { files: withAccounts(...rows) }).catch(
            (error: unknown) => error,
        )
        if (!(refusal instanceof Refusal)) throw refusal
        const told = refusal.failures.filter(({ code }) => code !== 'sources.faults_alike')
        const first = [2, 2, 3, 3, 4, 4, 5, 5, 6, 6]
        expect(told.map(({ at }) => at?.line)).toEqual(first)
        const more = refusal.failures.filter(({ code }) => code === 'sources.faults_alike')
        expect(more.map(({ params }) => [params.column, params.count, params.lines])).toEqual([
            ['balance', 1495, '7, 8, 9, 10, 11, 12, 13, 14, 15, 16 …'],
            ['opened', 1495, '7, 8, 9, 10, 11, 12, 13, 14, 15, 16 …'],
        ])
    })

    it('may be right: an empty table that the contract allows', async () => {
        const contract = smallContract.replace(
            'file: accounts*.csv',
            'file: accounts*.csv\n        may_be_empty: true',
        )
        const files = { ...right, 'accounts.csv': `${accountsHeader}\n` }
        const { batch } = await deliver(bank, { files, contract })
        expect(batch.rows).toEqual({ branches: 2, accounts: 0 })
    })
})
