import type { Feature } from '../feature.ts'
import { dated, flag, kind, known, money, share } from './kinds.ts'

const told = { window: 'month_end', absent: 'null', partial: 'skip' } as const
const yearly = { ...money, ...told, window: 'year', partial: 'null' } as const
const ratio = { ...share, window: 'year' } as const

/** The features of `features.party_companies`, in the order of its columns. */
export const partyCompanies: readonly Omit<Feature, 'table'>[] = [
    {
        ...kind,
        ...told,
        id: 'industry',
        source: 'Industry, of the record that survivorship chooses.',
    },
    {
        ...known,
        ...told,
        id: 'employees',
        unit: 'persons',
        source: 'People employed, as noted last in a profile by the end of the month.',
    },
    {
        ...kind,
        ...told,
        id: 'company_size',
        source:
            'By industry, employees, sales and assets as in 统计上大中小微型企业划分办法（2017）; ' +
            'null where what the standard asks for is unknown and leaves a doubt.',
        values: ['large', 'medium', 'small', 'micro'],
    },
    {
        ...kind,
        ...told,
        id: 'company_size_by_sales',
        source: 'The same by sales alone; null in industries where the standard asks for none.',
        values: ['large', 'medium', 'small', 'micro'],
    },
    {
        ...dated,
        ...told,
        id: 'statement_date',
        source: 'Last day of the latest business year that ended four months ago or earlier.',
    },
    {
        ...flag,
        ...told,
        id: 'is_statement_audited',
        source: 'Whether an auditor has signed that statement, as far as it says so.',
    },
    { ...yearly, id: 'total_assets', source: 'total_assets of the latest statement.' },
    { ...yearly, id: 'equity', source: 'equity of the latest statement.' },
    { ...yearly, id: 'revenue', source: 'revenue of the latest statement.' },
    { ...yearly, id: 'net_profit', source: 'net_income of the latest statement.' },
    {
        ...yearly,
        id: 'operating_cash_flow',
        source: 'operating_cash_flow of the latest statement.',
    },
    {
        ...ratio,
        id: 'current_ratio',
        source: 'current_assets ÷ current_liabilities of the latest statement.',
    },
    {
        ...ratio,
        id: 'quick_ratio',
        source: '(current_assets − inventories) ÷ current_liabilities.',
    },
    { ...ratio, id: 'cash_ratio', source: 'cash ÷ current_liabilities.' },
    {
        ...ratio,
        id: 'cash_flow_ratio',
        source: 'operating_cash_flow ÷ current_liabilities.',
    },
    { ...ratio, id: 'debt_ratio', source: 'total_liabilities ÷ total_assets.' },
    {
        ...ratio,
        id: 'interest_cover',
        source: '(pretax_income + interest_expense) ÷ interest_expense.',
    },
    { ...ratio, id: 'gross_margin', source: '(revenue − cost_of_sales) ÷ revenue.' },
    { ...ratio, id: 'net_margin', source: 'net_income ÷ revenue.' },
    { ...ratio, id: 'return_on_assets', source: 'net_income ÷ total_assets at the end.' },
    {
        ...ratio,
        id: 'return_on_equity',
        source: 'net_income ÷ equity at the end; null where equity is not positive.',
    },
    { ...ratio, id: 'asset_turnover', source: 'revenue ÷ total_assets at the end.' },
    {
        ...known,
        window: 'year',
        id: 'receivable_days',
        unit: 'days',
        source: '365 × receivables ÷ revenue, rounded half up.',
    },
    {
        ...known,
        window: 'year',
        id: 'inventory_days',
        unit: 'days',
        source: '365 × inventories ÷ cost_of_sales, rounded half up.',
    },
    {
        ...ratio,
        id: 'revenue_growth',
        source: 'revenue against the statement of the year before, less 1.',
    },
    {
        ...money,
        id: 'payroll_month',
        source: 'Amounts of kind salary booked out of its accounts in the month, as positive.',
        partial: 'skip',
    },
]
