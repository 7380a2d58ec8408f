import type { Feature } from '../feature.ts'
import { count, flag, kind, known, money, share } from './kinds.ts'

/** The features of `features.party_habits`, in the order of its columns. */
export const partyHabits: readonly Omit<Feature, 'table'>[] = [
    {
        ...count,
        id: 'active_months_12m',
        unit: 'months',
        window: 'months_12',
        source: 'Months of the twelve with at least one transaction.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'active_days_3m',
        unit: 'days',
        window: 'months_3',
        source: 'Days of the three months with at least one transaction.',
        partial: 'skip',
    },
    {
        ...known,
        id: 'usage_cycle_days',
        unit: 'days',
        window: 'months_3',
        source: 'Days of the three months, as far as known, for each day with a transaction.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'transactions_12m',
        unit: 'transactions',
        window: 'months_12',
        source: 'Transactions booked in the twelve months.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'transactions_avg_3m',
        unit: 'transactions',
        window: 'months_3',
        source: 'Mean number of transactions a month, over the three months as far as they exist.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'inflow_12m',
        window: 'months_12',
        source: 'Amounts booked in over the twelve months.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'outflow_12m',
        window: 'months_12',
        source: 'Amounts booked out over the twelve months, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'net_flow_3m',
        window: 'months_3',
        source: 'What came in less what went out over the three months.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'net_flow_12m',
        window: 'months_12',
        source: 'inflow_12m less outflow_12m.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'inflow_avg_3m',
        window: 'months_3',
        source: 'Mean inflow a month, over the three months as far as they exist.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'outflow_avg_3m',
        window: 'months_3',
        source: 'Mean outflow a month, over the three months as far as they exist.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'outflow_trend_3m',
        window: 'months_3',
        source:
            'Outflow of the month less the mean of the three months before it, as a ' +
            'share of that mean; null where that is 0 or no month is known.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'salary_avg_3m',
        window: 'months_3',
        source: 'Mean salary a month, over the three months as far as they exist.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'salary_months_12m',
        unit: 'months',
        window: 'months_12',
        source: 'Months of the twelve with a salary.',
        partial: 'skip',
    },
    {
        ...flag,
        id: 'is_salary_customer',
        window: 'months_3',
        source: 'Whether a salary came in three or four of the last four months.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'regular_credit_months_12m',
        unit: 'months',
        window: 'months_12',
        source:
            'Months of the twelve with a transfer into deposit accounts that follow a ' +
            'month with one.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'cash_out_12m',
        window: 'months_12',
        source: 'Cash drawn over the twelve months, as positive.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'cash_share_12m',
        window: 'months_12',
        source: 'cash_out_12m as a share of outflow_12m; null where nothing went out.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'digital_share_12m',
        window: 'months_12',
        source:
            'Transactions by mobile or online bank, of those whose channel is known ' +
            'and not automatic.',
        partial: 'skip',
    },
    {
        ...kind,
        id: 'main_channel_12m',
        window: 'months_12',
        source:
            'The channel of most transactions, automatic ones left out; the first of ' +
            'this order where two are equal.',
        partial: 'skip',
        values: [
            'mobile_bank',
            'online_bank',
            'point_of_sale',
            'cash_machine',
            'counter',
            'other_channel',
        ],
    },
    {
        ...share,
        id: 'other_bank_share_12m',
        window: 'months_12',
        source: 'Money out to other banks as a share of outflow_12m; null where nothing went out.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'other_bank_net_12m',
        window: 'months_12',
        source: 'Money in from other banks less money out to them over the twelve months.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'other_banks_3m',
        unit: 'banks',
        window: 'months_3',
        source: 'Different other banks to which money went.',
        partial: 'skip',
    },
    {
        ...kind,
        id: 'main_other_bank_3m',
        window: 'months_3',
        source:
            'The other bank to which most went; the first in the alphabet where two ' +
            'got the same.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'fee_12m',
        window: 'months_12',
        source: 'Fees booked out over the twelve months, as positive.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'card_spend_3m',
        window: 'months_3',
        source: 'Amounts booked out by card over the three months, as positive.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'card_months_12m',
        unit: 'months',
        window: 'months_12',
        source: 'Months of the twelve with a payment by card.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'spending_avg_3m',
        window: 'months_3',
        source: 'Mean spending_month, over the three months as far as they exist.',
        partial: 'skip',
    },
    {
        ...kind,
        id: 'spending_level',
        window: 'months_3',
        source:
            'By spending_avg_3m: low below 2,000 of the base currency, middle below ' +
            '10,000, else high.',
        partial: 'skip',
        absent: { text: 'low' },
        values: ['low', 'middle', 'high'],
    },
    {
        ...count,
        id: 'spend_breadth_12m',
        unit: 'categories',
        window: 'months_12',
        source:
            'How many of five kinds money went out by: card, transfer to other banks, ' +
            'cash, debts, other.',
        partial: 'skip',
    },
    {
        ...kind,
        id: 'main_spend_kind_12m',
        window: 'months_12',
        source:
            'The one of the five kinds that most went out by; the first of this order ' +
            'where two are equal.',
        partial: 'skip',
        values: [
            'card_payment',
            'transfer_to_other_bank',
            'cash_withdrawal',
            'debt_payment',
            'other_payment',
        ],
    },
]
