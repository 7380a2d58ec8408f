import { months } from './calendar.ts'
import { currencies, type LedgerSums, ledgerPlace } from './chunk.ts'
import { chance, keying } from './draw.ts'
import type { Fault } from './faults.ts'
import { slots } from './products.ts'

/** A row of the ledger: what all accounts of a subject hold, or owe, at the end of a month. */
export type LedgerRow = {
    readonly month: number
    readonly subject: string
    readonly currency: string
    /** What is true, in cents. */
    readonly total: number
    /** What the ledger says, in cents. */
    readonly stated: number
    readonly accounts: number
}

/** The subjects with the products that they sum up. */
const subjects: readonly (readonly [subject: string, slots: readonly number[]])[] = [
    ['1301', [slots.loan]],
    ['1303', [slots.mortgage]],
    ['1311', [slots.card]],
    ['2011', [slots.current, slots.term, slots.foreign]],
    ['3101', [slots.wealth]],
    ['3102', [slots.fund]],
    ['3103', [slots.insurance]],
]

/** By how many cents the ledger is wrong where it is. */
const differences = [1, -12_345, 1_000_000] as const
const place = chance('ledger_difference')
const ledgerFile = 'sample_ledger/control_totals.parquet'

/** The ledger's rows, sorted by month, subject and currency, with what is wrong in them. */
export function ledgerRows(
    sums: LedgerSums,
    { seed, hasFaults }: { readonly seed: number; readonly hasFaults: boolean },
): { readonly rows: readonly LedgerRow[]; readonly faults: readonly Fault[] } {
    const rows = months.flatMap((month, step) =>
        subjects.flatMap(([subject, of]) =>
            currencies.flatMap((currency) => {
                const places = of.map((slot) => ledgerPlace({ step, slot, currency }))
                const accounts = sumOf(sums.accounts, places)
                const total = sumOf(sums.amounts, places)
                const row = { month, subject, currency, total, stated: total, accounts }
                return accounts > 0 ? [row] : []
            }),
        ),
    )
    const wrong = hasFaults ? wrongRows(rows, seed) : new Map<number, number>()
    const faults = [...wrong].map(([at]): Fault => {
        const row = rows[at]
        const key = `${row?.month} ${row?.subject} ${row?.currency}`
        const right = ((row?.total ?? 0) / 100).toFixed(2)
        const kind = 'ledger_difference'
        return { file: ledgerFile, line: at + 1, key, column: 'balance', kind, right }
    })
    const stated = rows.map((row, at) => ({ ...row, stated: row.total + (wrong.get(at) ?? 0) }))
    return { rows: stated, faults }
}

function wrongRows(rows: readonly LedgerRow[], seed: number): ReadonlyMap<number, number> {
    const keys = keying('block', seed)
    return new Map(differences.map((cents, at) => [place(keys(at), rows.length), cents]))
}

function sumOf(all: readonly number[], places: readonly number[]): number {
    return places.reduce((sum, at) => sum + (all[at] ?? 0), 0)
}

/** SQL of the ledger's file, from whole numbers of our own. */
export function ledgerSql(rows: readonly LedgerRow[]): string {
    const values = rows.map(
        ({ month, subject, currency, stated, accounts }) =>
            `(${month}, '${subject}', '${currency}', ${stated}, ${accounts})`,
    )
    return `select
    cast(month as integer) as month,
    subject,
    currency,
    cast(cast(cents as decimal(18,0)) * cast(0.01 as decimal(3,2)) as decimal(18,2)) as balance,
    cast(accounts as bigint) as accounts
from (values ${values.join(', ')}) as listed(month, subject, currency, cents, accounts)`
}
