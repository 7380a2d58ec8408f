import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeSmallBank, newFolder, type SmallBank } from '../e2e/small-bank.ts'
import { smallBankFiles } from '../e2e/small-bank-files.ts'
import { answerOf } from '../e2e/tong-process.ts'

const contract = `system: ledger
description: The general ledger of the corner bank.
files: { delimiter: ',', quote: '"', encoding: utf-8 }
tables:
    totals:
        file: totals.csv
        description: One row per month and currency; all of it are deposits.
        key: [month, currency]
        columns:
            month: { type: integer, description: Month as yyyymm. }
            currency: { type: varchar, description: Currency. }
            balance:
                type: decimal(18,2)
                unit: currency of the row
                required: true
                description: What all accounts hold at the end of the month.
            accounts: { type: bigint, description: Accounts with a balance. }
`

const controlTotals = `-- Deposits, the only subject.
with totals as (
    select * from {{ source('ledger', 'totals') }}
),

control_totals as (
    select
        month,
        'deposit' as product,
        currency,
        balance as balance_end,
        accounts
    from totals
)

select * from control_totals
`

const twin = `description: Control totals of the ledger. One row per month, product and currency.
grain: none
key: [month, product, currency]
columns:
    month: { type: integer, description: Month as yyyymm. }
    product: { type: varchar, description: Always deposit. }
    currency: { type: varchar, description: Currency. }
    balance_end: { type: 'decimal(18,2)', unit: currency of the row, description: Balance. }
    accounts: { type: bigint, description: Accounts. }
`

/** The small bank with a system `ledger` beside it; nothing of either is imported yet. */
export async function makeLedgerBank(): Promise<SmallBank> {
    const bank = await makeSmallBank()
    await writeFile(join(bank.data, 'models/sources/ledger.yml'), contract)
    await mkdir(join(bank.data, 'models/identity'), { recursive: true })
    const model = join(bank.data, 'models/identity/ledger__control_totals')
    await writeFile(`${model}.sql`, controlTotals)
    await writeFile(`${model}.yml`, twin)
    return bank
}

/** What the ledger says of a month and currency: cents and accounts. */
export type Total = { readonly cents: bigint; readonly accounts: number }

/** What the balances of the small bank's files add up to, by `202501 CNY`. */
export function totalsOfFiles(): ReadonlyMap<string, Total> {
    const files = smallBankFiles()
    const lines = (name: string): readonly (readonly string[])[] =>
        (files[name] ?? '')
            .trimEnd()
            .split('\n')
            .slice(1)
            .map((line) => line.split(','))
    const currencies = new Map(
        lines('accounts.csv').map(([account = '', , currency = '']) => [account, currency]),
    )
    const totals = new Map<string, Total>()
    for (const [account = '', month = '', average = ''] of lines('balances.csv')) {
        if (average === '') continue
        const key = `${month} ${currencies.get(account)}`
        const { cents, accounts } = totals.get(key) ?? { cents: 0n, accounts: 0 }
        const more = BigInt(average.replace('.', ''))
        totals.set(key, { cents: cents + more, accounts: accounts + 1 })
    }
    return totals
}

/** Delivers a ledger of these totals. */
export async function importLedger(
    { data }: SmallBank,
    totals: ReadonlyMap<string, Total>,
): Promise<void> {
    const folder = await newFolder()
    const rows = [...totals].map(([key, { cents, accounts }]) => {
        return `${key.replace(' ', ',')},${centsText(cents)},${accounts}`
    })
    const text = `${['month,currency,balance,accounts', ...rows].join('\n')}\n`
    await writeFile(join(folder, 'totals.csv'), text)
    await answerOf({ args: ['import', 'ledger', folder], data })
}

/** Cents as a plain amount. */
export function centsText(cents: bigint): string {
    const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
    return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
