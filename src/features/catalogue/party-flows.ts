import type { Feature } from '../feature.ts'
import { count, dated, known, money, share } from './kinds.ts'

/** The features of `features.party_flows`, in the order of its columns. */
export const partyFlows: readonly Omit<Feature, 'table'>[] = [
    {
        ...money,
        id: 'net_flow_month',
        source: 'What came in less what went out in the month.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'inflow_count_month',
        unit: 'transactions',
        source: 'Transactions of the month with money in.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'outflow_count_month',
        unit: 'transactions',
        source: 'Transactions of the month with money out.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'inflow_max_month',
        source: 'The largest single amount booked in in the month.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'outflow_max_month',
        source: 'The largest single amount booked out in the month, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'other_bank_inflow_month',
        source: 'Amounts booked in whose other side is an account at another bank.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'other_bank_outflow_month',
        source: 'Amounts booked out whose other side is an account at another bank, as positive.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'other_bank_outflow_share',
        source:
            'other_bank_outflow_month as a share of outflow_month; null where ' +
            'nothing went out.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'salary_month',
        source: 'Amounts booked in as salary.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'cash_in_month',
        source: 'Cash paid in.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'cash_out_month',
        source: 'Cash drawn, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'transfer_in_month',
        source: 'Transfers into deposit accounts, from this bank or another.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'transfer_out_month',
        source: 'Transfers out of deposit accounts, to this bank or another, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'card_spend_month',
        source: 'Amounts booked out by card, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'spending_month',
        source: 'What goes out by card, in cash and by transfer to other banks, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'loan_paid_month',
        source: 'Debts of every kind paid from deposit accounts, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'fee_month',
        source: 'Fees booked out, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'interest_month',
        source: 'Interest booked in.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'channels_month',
        unit: 'channels',
        source:
            'Different channels of the month; those that are none of the known ones ' +
            'count as one.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'digital_share_month',
        source:
            'Transactions by mobile or online bank, of those whose channel is known ' +
            'and not automatic.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'counter_count_month',
        unit: 'transactions',
        source: 'Transactions at the counter.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'weekend_share_month',
        source: 'Transactions booked on a Saturday or Sunday, of all.',
        partial: 'skip',
    },
    {
        ...dated,
        id: 'last_transaction_date',
        window: 'life',
        source: 'Latest booking day up to the end of the month, as far back as months are built.',
        partial: 'skip',
    },
    {
        ...known,
        id: 'days_since_transaction',
        unit: 'days',
        window: 'life',
        source: 'Days from last_transaction_date to the last day of the month.',
        partial: 'skip',
    },
    {
        ...dated,
        id: 'last_customer_transaction_date',
        window: 'life',
        source: 'Latest booking day of a transaction that is neither interest nor a fee.',
        partial: 'skip',
    },
    {
        ...known,
        id: 'days_since_customer_transaction',
        unit: 'days',
        window: 'life',
        source: 'Days from last_customer_transaction_date to the last day of the month.',
        partial: 'skip',
    },
]
