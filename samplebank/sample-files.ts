/** A text file that chunks write part by part. */
export type TextTable = {
    readonly delimiter: string
    readonly encoding: 'utf-8' | 'utf-8 with mark' | 'gb18030' | 'utf-16le' | 'utf-8 gzip'
    readonly columns: readonly string[]
}

const comma = { delimiter: ',', encoding: 'utf-8' } as const
const marked = { delimiter: ',', encoding: 'utf-8 with mark' } as const
const bar = { delimiter: '|', encoding: 'gb18030' } as const
const wide = { delimiter: '\t', encoding: 'utf-16le' } as const
const packed = { delimiter: '\t', encoding: 'utf-8 gzip' } as const

/** All text files below the folder with their columns; contracts name the same ones. */
export const textTables = {
    'sample/customers.csv': {
        ...comma,
        columns: [
            ...['customer_no', 'kind', 'name', 'id_number', 'phone', 'address', 'birth_date'],
            ...['sex', 'branch', 'region', 'industry', 'private_banking_agreement'],
            ...['annual_sales', 'opened_on'],
        ],
    },
    'sample/accounts.csv': {
        ...comma,
        columns: [
            ...['account_no', 'customer_no', 'product', 'kind', 'currency', 'opened_on'],
            ...['closed_on', 'matures_on'],
        ],
    },
    'sample/balances.csv': { ...comma, columns: ['account_no', 'month', 'average', 'end'] },
    'sample/day_balances.csv': { ...comma, columns: ['account_no', 'day', 'balance'] },
    'sample/transactions.csv': {
        ...comma,
        columns: [
            ...['txn_no', 'account_no', 'booked_on', 'amount', 'currency', 'channel'],
            ...['counterparty_bank', 'kind'],
        ],
    },
    'sample/rates.csv': { ...comma, columns: ['currency', 'month', 'rate'] },
    'sample/lists.csv': {
        ...comma,
        columns: ['customer_no', 'list', 'listed_on', 'ended_on', 'reason'],
    },
    'sample/households.csv': {
        ...comma,
        columns: ['household_no', 'customer_no', 'consent', 'joined_on', 'left_on'],
    },
    'sample_cards/holders.txt': {
        ...bar,
        columns: [
            ...['holder_no', 'core_customer_no', 'name', 'card_name', 'id_number', 'mobile'],
            ...['address', 'sex', 'since'],
        ],
    },
    'sample_cards/cards.txt': {
        ...bar,
        columns: [
            ...['card_no', 'holder_no', 'grade', 'credit_limit', 'issued_on', 'cancelled_on'],
            'status',
        ],
    },
    'sample_cards/statements.txt': {
        ...bar,
        columns: ['card_no', 'month', 'average_owed', 'closing_owed', 'minimum_due'],
    },
    'sample_cards/spends.txt': {
        ...bar,
        columns: ['spend_no', 'card_no', 'booked_on', 'kind', 'amount', 'channel', 'trade'],
    },
    'sample_wealth/holdings.csv': {
        ...comma,
        columns: [
            ...['holding_no', 'customer_no', 'product_code', 'kind', 'opened_on', 'closed_on'],
            'matures_on',
        ],
    },
    'sample_wealth/holding_months.csv': {
        ...comma,
        columns: ['holding_no', 'month', 'average_value', 'end_value'],
    },
    'sample_wealth/orders.csv': {
        ...comma,
        columns: ['order_no', 'holding_no', 'done_on', 'kind', 'amount'],
    },
    'sample_credit/firms.tsv': {
        ...wide,
        columns: [
            ...['firm_no', 'core_customer_no', 'name', 'credit_code', 'legal_person', 'phone'],
            ...['address', 'industry', 'group_no', 'founded_on', 'employees'],
        ],
    },
    'sample_credit/groups.tsv': {
        ...wide,
        columns: ['group_no', 'name', 'head_firm_no', 'credit_line'],
    },
    'sample_credit/chains.tsv': {
        ...wide,
        columns: ['supplier_no', 'buyer_no', 'yearly_sales', 'since'],
    },
    'sample_credit/statements.tsv': {
        ...wide,
        columns: [
            ...['firm_no', 'year', 'is_audited', 'cash', 'receivables', 'inventories'],
            ...['current_assets', 'fixed_assets', 'other_assets', 'total_assets', 'short_loans'],
            ...['payables', 'current_liabilities', 'long_loans', 'total_liabilities'],
            ...['paid_in_capital', 'retained_earnings', 'total_equity', 'revenue'],
            ...['cost_of_sales', 'operating_expenses', 'finance_costs', 'profit_before_tax'],
            ...['income_tax', 'net_profit', 'operating_cash_flow'],
        ],
    },
    'sample_credit/loans.tsv': {
        ...wide,
        columns: [
            ...['loan_no', 'customer_no', 'kind', 'principal', 'yearly_rate', 'method'],
            ...['guarantee', 'class', 'drawn_on', 'due_on', 'closed_on'],
        ],
    },
    'sample_credit/repayments.tsv.gz': {
        ...packed,
        columns: [
            ...['loan_no', 'due_on', 'principal_due', 'interest_due', 'paid_on'],
            ...['principal_paid', 'interest_paid', 'overdue_days'],
        ],
    },
    'sample_credit/loan_months.tsv.gz': {
        ...packed,
        columns: ['loan_no', 'month', 'average_owed', 'end_owed'],
    },
    'sample_crm/units.csv': { ...marked, columns: ['unit_no', 'parent_no', 'name', 'level'] },
    'sample_crm/staff.csv': {
        ...marked,
        columns: ['staff_no', 'name', 'unit_no', 'role', 'grade', 'hired_on', 'left_on'],
    },
    'sample_crm/clients.csv': {
        ...marked,
        columns: [
            ...['client_no', 'core_customer_no', 'name', 'phone', 'id_number', 'address'],
            ...['email', 'occupation'],
        ],
    },
    'sample_crm/profiles.csv': {
        ...marked,
        columns: [
            ...['customer_no', 'noted_on', 'occupation', 'education', 'yearly_income'],
            ...['marital_status', 'interests', 'employees', 'ethnic_group', 'religion', 'health'],
        ],
    },
    'sample_crm/books.csv': {
        ...marked,
        columns: ['client_no', 'from_on', 'until_on', 'staff_no'],
    },
    'sample_crm/contacts.csv': {
        ...marked,
        columns: [
            ...['contact_no', 'client_no', 'staff_no', 'contacted_on', 'direction', 'channel'],
            ...['outcome', 'note'],
        ],
    },
    'sample_crm/complaints.csv': {
        ...marked,
        columns: [
            ...['complaint_no', 'client_no', 'category', 'severity', 'opened_on', 'closed_on'],
            ...['outcome', 'text'],
        ],
    },
    'sample_crm/questionnaires.csv': {
        ...marked,
        columns: [
            ...['questionnaire_no', 'client_no', 'answered_on', 'valid_until', 'score', 'grade'],
        ],
    },
    'sample_crm/campaigns.csv': {
        ...marked,
        columns: ['campaign_no', 'name', 'product', 'starts_on', 'ends_on', 'channel'],
    },
    'sample_crm/campaign_members.csv': {
        ...marked,
        columns: ['campaign_no', 'client_no', 'arm', 'contacted_on', 'responded_on'],
    },
    'late/sample/balances.csv': { ...comma, columns: ['account_no', 'month', 'average', 'end'] },
    'truth/customers.csv': {
        ...comma,
        columns: [
            ...['customer_no', 'wealth_level', 'monthly_income', 'growth_thousandths'],
            ...['is_dormant', 'event', 'event_month', 'event_size_thousandths', 'event_months'],
            ...['joined_month', 'left_month', 'term_left_month'],
        ],
    },
    'truth/months.csv': {
        ...comma,
        columns: ['customer_no', 'month', 'assets', 'measure', 'tier', 'known'],
    },
    'truth/old-tiers.csv': { ...comma, columns: ['customer_no', 'month', 'average', 'tier'] },
    'truth/old-system-mistakes.csv': {
        ...comma,
        columns: ['customer_no', 'month', 'mistake', 'tier_given', 'tier_due'],
    },
    'truth/records.csv': { ...comma, columns: ['system', 'entity', 'key', 'customer_no'] },
    'truth/campaigns.csv': {
        ...comma,
        columns: [
            ...['campaign_no', 'customer_no', 'arm', 'bought', 'would_if_contacted'],
            'would_if_left_alone',
        ],
    },
    'truth/ledger.csv': {
        ...comma,
        columns: ['month', 'subject', 'currency', 'true_total', 'stated_total', 'accounts'],
    },
    'truth/faults.csv': {
        ...comma,
        columns: ['system', 'table', 'file', 'line', 'key', 'column', 'kind', 'right'],
    },
} as const satisfies Readonly<Record<string, TextTable>>

/** A text file of the bank. */
export type TextTableName = keyof typeof textTables

/** The files that are no text. */
export const otherFiles = [
    'sample_wealth/shelf.xlsx',
    'sample_ledger/control_totals.parquet',
    'sample_desk/desk.xlsx',
] as const

/** A file of the bank. */
export type SampleBankFile = TextTableName | (typeof otherFiles)[number]
/** The files that are written, below the folder. */
export const sampleBankFiles: readonly SampleBankFile[] = [
    ...(Object.keys(textTables) as TextTableName[]),
    ...otherFiles,
]

/** The source systems, in the order in which to import them. */
export const sampleSystems = [
    'sample',
    'sample_cards',
    'sample_wealth',
    'sample_credit',
    'sample_crm',
    'sample_ledger',
    'sample_desk',
] as const

/** The system and the table that a file belongs to. */
export function tableOfFile(file: string): { readonly system: string; readonly table: string } {
    const [name = '', system = ''] = file.split('/').toReversed()
    return { system, table: name.replace(/\..*$/, '') }
}
