import type { TextTableName } from './sample-files.ts'

/** What can be wrong with a delivery. */
export type FaultKind =
    | 'bad_form'
    | 'impossible_date'
    | 'missing_value'
    | 'unknown_code'
    | 'out_of_range'
    | 'mixed_units'
    | 'copy'
    | 'conflicting_key'
    | 'orphan'
    | 'missing_row'
    | 'wrong_checksum'
    | 'placeholder'
    | 'shared_phone'
    | 'broken_law'
    | 'ledger_difference'
    | 'late_row'

/** How a row that was just written is spoilt. Columns are by name; cells are as written. */
export type Recipe = {
    readonly kind: FaultKind
    /** The column that is spoilt: none for a row as a whole. */
    readonly column: string | null
    /** What stands there instead. */
    readonly to?: (cell: string) => string
    /** Cells that a made-up row has, beside those of the row before it. */
    readonly set?: (cells: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
    /** Which rows will do. */
    readonly when?: (cells: Readonly<Record<string, string>>) => boolean
}

/** A number that nobody has: another beginning, so that made-up keys differ among themselves. */
const made = (beginning: string, cell = ''): string => beginning + cell.slice(beginning.length)

/** Only those that have nothing hanging on them: a rejected parent takes its children along. */
const isSecond = (cells: Readonly<Record<string, string>>): boolean =>
    cells.customer_no?.startsWith('2') === true && cells.id_number !== ''
const has =
    (column: string) =>
    (cells: Readonly<Record<string, string>>): boolean =>
        cells[column] !== ''
const otherDigit = (text: string): string => `${text.slice(0, -1)}${text.endsWith('7') ? '3' : '7'}`
const doubled = (cell: string): string => String(Number(cell) * 2 + 1)

/** A manager who is in a hurry types the number of the desk: so many clients share it. */
const sharedBy = 6
const sharedPhone: Recipe = {
    ...{ kind: 'shared_phone', column: 'phone', when: has('phone') },
    to: () => '15420688602',
}

/** All faults that each thousand customers bring, by file. */
export const recipes: Partial<Record<TextTableName, readonly Recipe[]>> = {
    'sample/customers.csv': [
        { kind: 'impossible_date', column: 'birth_date', to: () => '1985-02-30', when: isSecond },
        { kind: 'wrong_checksum', column: 'id_number', to: otherDigit, when: isSecond },
        { kind: 'copy', column: null },
        { kind: 'missing_value', column: 'name', to: () => '', when: isSecond },
        { kind: 'placeholder', column: 'phone', to: () => '15400000000', when: isSecond },
    ],
    'sample/accounts.csv': [
        {
            ...{ kind: 'orphan', column: 'customer_no' },
            set: (cells) => ({
                account_no: made('69', cells.account_no),
                customer_no: made('19', cells.customer_no),
            }),
        },
        { kind: 'copy', column: null },
    ],
    'sample/balances.csv': [
        { kind: 'bad_form', column: 'average', to: (cell) => `l${cell}`, when: has('average') },
        { kind: 'conflicting_key', column: 'average', to: doubled, when: has('average') },
        {
            ...{ kind: 'orphan', column: 'account_no' },
            set: (cells) => ({ account_no: made('69', cells.account_no) }),
        },
        {
            ...{ kind: 'out_of_range', column: 'end' },
            to: (cell) => `9000000${cell.padStart(8, '0')}`,
            when: has('average'),
        },
        { kind: 'missing_row', column: null, when: has('average') },
    ],
    'sample/day_balances.csv': [
        { kind: 'out_of_range', column: 'balance', to: () => '-1.00' },
        { kind: 'bad_form', column: 'balance', to: (cell) => cell.replace('.', ';') },
    ],
    'sample/transactions.csv': [
        { kind: 'impossible_date', column: 'booked_on', to: () => '2025-02-30' },
        { kind: 'missing_value', column: 'amount', to: () => '' },
        { kind: 'unknown_code', column: 'channel', to: () => 'telex' },
        {
            ...{ kind: 'orphan', column: 'account_no' },
            set: (cells) => ({
                txn_no: made('9', cells.txn_no),
                account_no: made('69', cells.account_no),
            }),
        },
        { kind: 'copy', column: null },
        { kind: 'out_of_range', column: 'amount', to: () => '990000000000.00' },
        { kind: 'bad_form', column: 'amount', to: (cell) => cell.replace('.', ',') },
    ],
    'sample_cards/holders.txt': [
        {
            ...{ kind: 'wrong_checksum', column: 'id_number', to: otherDigit },
            when: (cells) => cells.id_number?.length === 18,
        },
        { kind: 'placeholder', column: 'id_number', to: () => '000000000000000000' },
    ],
    'sample_cards/cards.txt': [{ kind: 'copy', column: null }],
    'sample_cards/statements.txt': [
        { kind: 'bad_form', column: 'closing_owed', to: () => '1,23,4.50' },
        { kind: 'conflicting_key', column: 'closing_owed', to: () => '77.77' },
    ],
    'sample_cards/spends.txt': [
        { kind: 'impossible_date', column: 'booked_on', to: () => '2025/2/30' },
        { kind: 'unknown_code', column: 'channel', to: () => 'Z' },
        { kind: 'bad_form', column: 'amount', to: () => '12,34.00' },
        {
            ...{ kind: 'orphan', column: 'card_no' },
            set: (cells) => ({
                spend_no: made('9', cells.spend_no),
                card_no: made('9998', cells.card_no),
            }),
        },
    ],
    'sample_wealth/holdings.csv': [
        {
            ...{ kind: 'orphan', column: 'product_code' },
            set: (cells) => ({
                holding_no: made('W9', cells.holding_no),
                product_code: 'LC999',
            }),
        },
    ],
    'sample_wealth/holding_months.csv': [
        { kind: 'bad_form', column: 'end_value', to: (cell) => cell.replace('.', ',') },
        { kind: 'out_of_range', column: 'end_value', to: (cell) => `-${cell}`, when: isPositive },
    ],
    'sample_wealth/orders.csv': [
        { kind: 'impossible_date', column: 'done_on', to: () => '20250230' },
        { kind: 'out_of_range', column: 'amount', to: (cell) => `-${cell}` },
    ],
    'sample_credit/firms.tsv': [{ kind: 'wrong_checksum', column: 'credit_code', to: otherDigit }],
    'sample_credit/chains.tsv': [
        {
            ...{ kind: 'orphan', column: 'buyer_no' },
            set: (cells) => ({ buyer_no: made('X', cells.buyer_no) }),
        },
    ],
    'sample_credit/statements.tsv': [
        { kind: 'broken_law', column: 'total_assets', to: () => '1.00' },
        { kind: 'bad_form', column: 'revenue', to: () => '约3000万' },
    ],
    'sample_credit/loans.tsv': [
        {
            ...{ kind: 'mixed_units', column: 'yearly_rate' },
            set: (cells) => ({ loan_no: made('L9', cells.loan_no), yearly_rate: '3.6' }),
        },
    ],
    'sample_credit/repayments.tsv.gz': [
        { kind: 'bad_form', column: 'overdue_days', to: () => '无' },
        { kind: 'impossible_date', column: 'paid_on', to: () => '2025-13-01' },
    ],
    'sample_credit/loan_months.tsv.gz': [{ kind: 'copy', column: null }],
    'sample_crm/clients.csv': [
        { kind: 'copy', column: null },
        ...Array.from({ length: sharedBy }, () => sharedPhone),
    ],
    'sample_crm/books.csv': [
        {
            ...{ kind: 'orphan', column: 'client_no' },
            set: (cells) => ({ client_no: made('X', cells.client_no) }),
        },
    ],
    'sample_crm/contacts.csv': [
        { kind: 'unknown_code', column: 'outcome', to: () => 'maybe' },
        {
            ...{ kind: 'orphan', column: 'client_no' },
            set: (cells) => ({
                contact_no: made('9', cells.contact_no),
                client_no: made('X', cells.client_no),
            }),
        },
    ],
    'sample_crm/complaints.csv': [
        {
            ...{ kind: 'broken_law', column: 'closed_on', to: () => '2019-12-31' },
            when: has('closed_on'),
        },
    ],
    'sample_crm/questionnaires.csv': [
        { kind: 'unknown_code', column: 'grade', to: () => 'C6' },
        { kind: 'out_of_range', column: 'score', to: () => '180' },
    ],
}

function isPositive(cells: Readonly<Record<string, string>>): boolean {
    return cells.end_value !== '0.00'
}
