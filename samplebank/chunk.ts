import { monthsCount } from './calendar.ts'
import { type Fault, openPlanter, type Planter } from './faults.ts'
import { type TextTableName, textTables } from './sample-files.ts'
import { TextFile } from './text-file.ts'

/** Where the writers of one chunk put their rows. */
export type Desk = {
    readonly seed: number
    /** All customers of the bank, of whom the chunk has some. */
    readonly customers: number
    readonly hasFaults: boolean
    readonly files: Readonly<Record<TextTableName, TextFile>>
    /** Notes that the last row of the late delivery has been mended. */
    late(row: { readonly key: string; readonly cents: number }): void
    /** Told of each row at its end; whether a fault has made what it says unreadable. */
    ended(name: TextTableName): boolean
    /** Adds to the sums that the ledger must show. */
    count(total: LedgerEntry): void
    /** A row of the manager's workbook. */
    note(row: readonly DeskCell[]): void
    begin(): void
    /** What was written. */
    parts(): ChunkParts
}

/** What an account holds, or owes, at the end of a step; cents. */
export type LedgerEntry = {
    readonly step: number
    readonly slot: number
    readonly currency: string
    readonly amount: number
}

/** A text or a number of the manager's workbook; null for nothing. */
export type DeskCell = string | number | null

/** Sums of a ledger: amounts in cents and accounts, at the places of {@link ledgerPlace}. */
export type LedgerSums = { readonly amounts: number[]; readonly accounts: number[] }

/** The currencies of the ledger. */
export const currencies = ['CNY', 'EUR', 'HKD', 'USD'] as const

/** The place of a sum, by step, slot and currency. */
export function ledgerPlace({ step, slot, currency }: Omit<LedgerEntry, 'amount'>): number {
    const at = currency === 'CNY' ? 0 : (currencies as readonly string[]).indexOf(currency)
    return (step * 9 + slot) * currencies.length + at
}

/** A ledger of nothing. */
export function emptyLedger(): LedgerSums {
    const places = monthsCount * 9 * currencies.length
    return {
        amounts: Array.from({ length: places }, () => 0),
        accounts: Array.from({ length: places }, () => 0),
    }
}

/** All that one chunk gives. */
export type ChunkParts = {
    readonly texts: readonly {
        readonly name: TextTableName
        readonly bytes: Uint8Array
        readonly rows: number
        readonly lines: number
    }[]
    readonly ledger: LedgerSums
    readonly faults: readonly Fault[]
    readonly notes: readonly (readonly DeskCell[])[]
}

const lateFile = 'late/sample/balances.csv'

/** Opens a desk with nothing on it. */
export function openDesk(options: {
    readonly seed: number
    readonly customers: number
    readonly hasFaults: boolean
}): Desk {
    const { seed, customers, hasFaults } = options
    const files = Object.fromEntries(
        Object.entries(textTables).map(([name, { delimiter }]) => [name, new TextFile(delimiter)]),
    ) as Record<TextTableName, TextFile>
    const planter: Planter | null = hasFaults ? openPlanter(files) : null
    const ledger = emptyLedger()
    const notes: (readonly DeskCell[])[] = []
    const late: Fault[] = []
    return {
        ...{ seed, customers, hasFaults, files },
        late: ({ key, cents }) =>
            late.push({
                ...{ file: lateFile, line: files[lateFile].lastLine, key, column: 'average' },
                ...{ kind: 'late_row', right: (cents / 100).toFixed(2) },
            }),
        ended(name) {
            const file = files[name]
            return file.rows >= file.due && (planter?.written(name, file) ?? false)
        },
        count(entry) {
            const place = ledgerPlace(entry)
            ledger.amounts[place] = (ledger.amounts[place] ?? 0) + entry.amount
            ledger.accounts[place] = (ledger.accounts[place] ?? 0) + 1
        },
        note: (row) => notes.push(row),
        begin: () => planter?.begin(),
        parts: () => ({
            texts: Object.entries(files).map(([name, text]) => ({
                name: name as TextTableName,
                bytes: text.bytes(),
                rows: text.rows,
                lines: text.lines,
            })),
            ledger,
            faults: [...(planter?.faults() ?? []), ...late],
            notes,
        }),
    }
}
