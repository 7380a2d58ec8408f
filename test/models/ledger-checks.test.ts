import { afterAll, beforeAll, expect, it } from 'vitest'
import { formatDecimal } from '#domain/decimal.ts'
import type { Cell } from '#warehouse/warehouse.ts'
import { type DeliveredBank, openDeliveredBank } from './delivered-bank.ts'

const longAgo = '2020-05-06'
const accounts = [
    { account_no: 1, kind: 'demand', currency: 'CNY', opened_on: longAgo },
    { account_no: 2, kind: 'demand', currency: 'CNY', opened_on: longAgo },
    { account_no: 3, kind: 'demand', currency: 'USD', opened_on: longAgo },
    { account_no: 4, kind: 'demand', currency: 'CNY', opened_on: '2025-03-02' },
] as const

/** Month ends in yuan by account; null is unknown. */
const ends: readonly (readonly [account: number, month: number, end: string | null])[] = [
    [1, 202501, '10.00'],
    [1, 202502, '20.00'],
    [2, 202502, '1.25'],
    [3, 202502, '7.00'],
    [1, 202503, '30.00'],
    [2, 202503, null],
    [3, 202503, '7.01'],
    [4, 202503, '5.00'],
]

/** What the ledger says: nothing of January, and nothing of dollars in March. */
const totals = [
    { month: 202502, subject: '2011', currency: 'CNY', balance: '21.25', accounts: 2 },
    { month: 202502, subject: '2011', currency: 'USD', balance: '7.02', accounts: 1 },
    { month: 202502, subject: '3102', currency: 'CNY', balance: '4.00', accounts: 1 },
    { month: 202503, subject: '2011', currency: 'CNY', balance: '35.00', accounts: 2 },
]

let bank: DeliveredBank
beforeAll(async () => {
    const customer = {
        customer_no: 1,
        kind: 'person',
        name: '张三',
        branch: 'East',
        region: '江苏',
    }
    bank = await openDeliveredBank({
        sample: {
            customers: [{ ...customer, opened_on: longAgo }],
            accounts: accounts.map((account) => ({
                ...{ ...account, customer_no: 1, product: 'deposit', closed_on: null },
            })),
            balances: ends.map(([account_no, month, end]) => ({
                ...{ account_no, month, average: end, end },
            })),
        },
        sample_ledger: { control_totals: totals },
    })
})
afterAll(() => bank.close())

const shown = (cell: Cell | undefined): string =>
    typeof cell === 'object' && cell !== null ? formatDecimal(cell) : String(cell)

it('a month is held against the ledger by product and currency, if it has the month', async () => {
    const columns = ['month', 'product', 'currency', 'ledger_end', 'loaded_end', 'difference']
    const counts = ['ledger_accounts', 'loaded_accounts', 'unknown_accounts']
    const rows = await bank.rows('identity.ledger_checks')
    const lines = rows.map((row) => [...columns, ...counts].map((name) => shown(row[name])))
    expect(lines.map((line) => line.join(' ')).sort()).toEqual([
        '202502 deposit CNY 21.25 21.25 0.00 2 2 0',
        '202502 deposit USD 7.02 7.00 -0.02 1 1 0',
        '202502 fund CNY 4.00 0.00 -4.00 1 0 0',
        '202503 deposit CNY 35.00 35.00 0.00 2 2 1',
        '202503 deposit USD 0.00 7.01 7.01 0 1 0',
    ])
})

it('what does not add up is found, of every month', async () => {
    const rows = await bank.rows('identity.ledger_differences')
    const lines = rows.map(({ month, product, currency }) => `${month} ${product} ${currency}`)
    expect(lines.sort()).toEqual(['202502 deposit USD', '202502 fund CNY', '202503 deposit USD'])
})
