import { describe, expect, it } from 'vitest'
import { plainColumn } from './contract.ts'
import { proposeMappings } from './draft-mapping.ts'
import { headingSays, headingWords, plainName } from './draft-words.ts'

describe('headings', () => {
    it.each([
        ['clientId', ['customer', 'no']],
        ['cust_no', ['customer', 'no']],
        ['客户编号', ['customer', 'no']],
        ['CustomerNumber', ['customer', 'no']],
        ['账户余额', ['account', 'balance']],
        ['帳戶餘額', ['account', 'balance']],
        ['acct bal', ['account', 'balance']],
        ['手机号', ['phone', 'no']],
    ])('%s is made of %j', (heading, words) => {
        expect(headingWords(heading)).toEqual(words)
    })

    it.each([
        ['ID', 'identifier', true],
        ['paid', 'identifier', false],
        ['客户号', 'identifier', true],
        ['booked_date', 'date', true],
        ['update', 'date', false],
        ['出生日期', 'birth', true],
        ['surname', 'person_name', true],
        ['product_name', 'person_name', false],
        ['mobilePhone', 'phone', true],
        ['余额', 'money', true],
        ['balance_code', 'code', true],
    ] as const)('%s says %s: %s', (heading, word, expected) => {
        expect(headingSays(heading, word)).toBe(expected)
    })

    it.each([
        ['客户信息_', 'customer'],
        ['Trans-2026', 'trans_2026'],
        ['2026', null],
        ['未知', null],
    ])('the file %s makes the table %s', (file, name) => {
        expect(plainName(file)).toBe(name)
    })
})

const column = (name: string) =>
    ({ ...plainColumn, name, type: { name: 'bigint' }, description: name }) as const
const pair = (name: string, heading: string) => ({
    ...{ column: column(name), heading, isSamePlace: false, fits: 1, known: null },
})

describe('proposeMappings', () => {
    const told = (pairs: Parameters<typeof proposeMappings>[0]) =>
        proposeMappings(pairs).map((one) => `${one.column}=${one.heading}`)

    it('gives each column one heading and each heading one column, the best first', () => {
        const pairs = [
            pair('balance', 'bal'),
            pair('balance', 'account balance'),
            pair('account_no', 'account balance'),
            pair('account_no', '账号'),
        ]
        expect(told(pairs).toSorted()).toEqual(['account_no=账号', 'balance=bal'])
    })

    it('takes a heading with a strange name where the values are known', () => {
        expect(told([{ ...pair('district_id', 'x7'), known: 0.95 }])).toEqual(['district_id=x7'])
        expect(told([{ ...pair('district_id', 'x7'), known: 0.2 }])).toEqual([])
    })

    it('takes no heading for its place or its type alone, and none whose texts do not fit', () => {
        expect(told([{ ...pair('district_id', 'x7'), isSamePlace: true }])).toEqual([])
        expect(told([{ ...pair('balance', 'bal'), fits: 0.5 }])).toEqual([])
    })
})
