import { type FaultKind, type Recipe, recipes } from './fault-kinds.ts'
import { type TextTableName, tableOfFile, textTables } from './sample-files.ts'
import type { TextFile } from './text-file.ts'

/** A planted fault, as the truth lists it. */
export type Fault = {
    readonly file: string
    /** Counted from the beginning of what a chunk wrote; null for a row that is not there. */
    readonly line: number | null
    /** The key of the row, parts with blanks between. */
    readonly key: string
    readonly column: string | null
    readonly kind: FaultKind
    /** What should stand there; for a row as a whole, what should be. */
    readonly right: string
}

/** Plants faults into files as their rows are written. */
export type Planter = {
    /** A new thousand of customers: everything may happen again. */
    begin(): void
    /**
     * Told of each row after it was written, which it may spoil. Whether the row, or one cell of
     * it that counts, cannot be taken from the file.
     */
    written(name: TextTableName, file: TextFile): boolean
    /** All that was planted. */
    faults(): readonly Fault[]
}

/** Rows between two faults of a table: so the share of bad ones stays below every contract's. */
const gaps: Partial<Record<TextTableName, number>> = {
    'sample/customers.csv': 150,
    'sample/accounts.csv': 250,
    'sample_cards/cards.txt': 100,
    'sample_cards/holders.txt': 60,
    'sample_wealth/holdings.csv': 150,
    'sample_wealth/orders.csv': 200,
    'sample_credit/firms.tsv': 20,
    'sample_credit/chains.tsv': 25,
    'sample_credit/statements.tsv': 50,
    'sample_credit/loans.tsv': 60,
    'sample_credit/repayments.tsv.gz': 200,
    'sample_credit/loan_months.tsv.gz': 200,
    'sample_crm/clients.csv': 45,
    'sample_crm/books.csv': 80,
    'sample_crm/contacts.csv': 120,
    'sample_crm/complaints.csv': 40,
    'sample_crm/questionnaires.csv': 50,
}
const gapOfLargeTables = 700

type Queue = {
    at: number
    readonly recipes: readonly Recipe[]
    readonly gap: number
    readonly file: TextFile
}

/** Tables whose key are the first two columns; of all others it is the first. */
const keyedByTwo: readonly TextTableName[] = [
    'sample/balances.csv',
    'sample/day_balances.csv',
    'sample_cards/statements.txt',
    'sample_wealth/holding_months.csv',
    'sample_credit/chains.tsv',
    'sample_credit/statements.tsv',
    'sample_credit/repayments.tsv.gz',
    'sample_credit/loan_months.tsv.gz',
    'sample_crm/books.csv',
]

/** What plants the faults of the recipes; it has each file say when it wants to be told. */
export function openPlanter(files: Readonly<Record<TextTableName, TextFile>>): Planter {
    const queues = new Map<TextTableName, Queue>()
    const faults: Fault[] = []
    for (const [key, list] of Object.entries(recipes)) {
        const name = key as TextTableName
        const gap = gaps[name] ?? gapOfLargeTables
        queues.set(name, { at: 0, recipes: list, gap, file: files[name] })
    }
    return {
        begin() {
            for (const queue of queues.values()) {
                queue.at = 0
                queue.file.due = queue.file.rows + queue.gap
            }
        },
        written(name, file) {
            const queue = queues.get(name)
            const recipe = queue?.recipes[queue.at]
            if (queue === undefined || recipe === undefined) return false
            const fault = spoil(recipe, { name, file })
            if (fault === null) return false
            faults.push(fault)
            queue.at += 1
            const isDone = queue.at >= queue.recipes.length
            file.due = isDone ? Number.POSITIVE_INFINITY : file.rows + queue.gap
            return isLost(recipe.kind)
        },
        faults: () => faults,
    }
}

/** What can be read and is not right all the same. */
const readable: readonly FaultKind[] = [
    ...(['wrong_checksum', 'placeholder', 'shared_phone', 'broken_law'] as const),
]

/** Whether the row that was written can no longer be read from the file as it was. */
function isLost(kind: FaultKind): boolean {
    return ![...readable, 'copy', 'orphan'].includes(kind)
}

type Place = { readonly name: TextTableName; readonly file: TextFile }

/** Spoils the last row, or adds one; null where that row will not do. */
function spoil(recipe: Recipe, { name, file }: Place): Fault | null {
    const { columns } = textTables[name]
    const keys = columns.slice(0, keyedByTwo.includes(name) ? 2 : 1)
    const cells = file.lastCells()
    const byName = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
    if (recipe.when !== undefined && !recipe.when(byName)) return null
    const { kind, column } = recipe
    const spoilt = { ...byName, ...recipe.set?.(byName) }
    if (column !== null && recipe.to !== undefined) spoilt[column] = recipe.to(byName[column] ?? '')
    const row = columns.map((one) => spoilt[one] ?? '')
    const keyOf = (of: Readonly<Record<string, string>>): string =>
        keys.map((one) => of[one] ?? '').join(' ')
    const fault = {
        file: name,
        key: keyOf(recipe.set === undefined ? byName : spoilt),
        column,
        kind,
    }
    switch (kind) {
        case 'missing_row':
            file.dropLast()
            return { ...fault, line: null, right: cells.join(' ') }
        case 'copy':
            file.row(cells)
            return { ...fault, line: file.lastLine, right: 'one row' }
        case 'conflicting_key':
            file.row(row)
            return { ...fault, line: file.lastLine, right: byName[column ?? ''] ?? '' }
        default: {
            const isMadeUp = recipe.set !== undefined
            if (!isMadeUp) file.dropLast()
            file.row(row)
            const right = kind === 'mixed_units' ? '3.6%' : isMadeUp ? 'no row' : ''
            return { ...fault, line: file.lastLine, right: right || (byName[column ?? ''] ?? '') }
        }
    }
}

/** The system and table of a fault, as the list names them. */
export function placeOfFault(fault: Fault): { readonly system: string; readonly table: string } {
    return tableOfFile(fault.file)
}
