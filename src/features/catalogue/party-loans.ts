import type { Feature } from '../feature.ts'
import { count, dated, flag, kind, known, money, share } from './kinds.ts'

/** The features of `features.party_loans`, in the order of its columns. */
export const partyLoans: readonly Omit<Feature, 'table'>[] = [
    {
        ...count,
        id: 'loans_running',
        unit: 'loans',
        window: 'month_end',
        source:
            'Loans and mortgages open on the last day of the month, but those past their term ' +
            'with nothing owed.',
    },
    {
        ...money,
        id: 'loan_principal',
        window: 'month_end',
        source:
            'What was lent under the loans and mortgages that are open, at the rate of the ' +
            'month.',
    },
    {
        ...money,
        id: 'loan_owed',
        window: 'month_end',
        source: 'Balances of open loans and mortgages on the last day; cards are card_balance.',
    },
    {
        ...share,
        id: 'loan_repaid_share',
        window: 'month_end',
        source: '(loan_principal − loan_owed) ÷ loan_principal.',
    },
    {
        ...share,
        id: 'mortgage_share',
        window: 'month_end',
        source: 'Balances of mortgages ÷ loan_owed.',
    },
    {
        ...share,
        id: 'secured_share',
        window: 'month_end',
        source: 'Balances of loans with guarantee mortgage or pledge ÷ loan_owed.',
    },
    {
        ...share,
        id: 'loan_rate_avg',
        window: 'month_end',
        source: 'Yearly rates of open loans weighted by their balances.',
    },
    {
        ...known,
        id: 'loan_months_left',
        unit: 'months',
        window: 'month_end',
        source:
            'Months from this one to the last month of the open loan that runs longest; 0 ' +
            'past its term.',
    },
    {
        ...dated,
        id: 'loan_end_date',
        window: 'month_end',
        source: 'The earliest last day of term of open loans after the month.',
        partial: 'skip',
    },
    {
        ...flag,
        id: 'loan_end_90d',
        window: 'month_end',
        source: 'Whether an open loan ends within the 90 days after the last day of the month.',
    },
    {
        ...dated,
        id: 'loan_newest_date',
        window: 'month_end',
        source: 'The latest first day among open loans.',
    },
    {
        ...money,
        id: 'instalment_month',
        source: 'Principal and interest of the instalments that fell due in the month.',
    },
    {
        ...count,
        id: 'instalments_12m',
        unit: 'instalments',
        window: 'months_12',
        source: 'Instalments that fell due in the month and the eleven before.',
    },
    {
        ...share,
        id: 'instalments_on_time_share_12m',
        window: 'months_12',
        source: 'Of instalments_12m those that were never late.',
    },
    {
        ...money,
        id: 'prepaid_12m',
        window: 'months_12',
        source:
            'Principal paid beyond what was due, of instalments paid in the month and the ' +
            'eleven before.',
    },
    {
        ...dated,
        id: 'instalment_paid_last_date',
        window: 'life',
        source: 'The last day up to the month’s end on which an instalment was paid.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'overdue_amount',
        window: 'month_end',
        source:
            'Instalments of open loans due before the last day of the month and not paid by ' +
            'then.',
    },
    {
        ...share,
        id: 'overdue_share',
        window: 'month_end',
        source: 'overdue_amount ÷ loan_owed.',
    },
    {
        ...count,
        id: 'overdue_loans',
        unit: 'loans',
        window: 'month_end',
        source: 'Open loans with an instalment that is overdue on the last day.',
    },
    {
        ...count,
        id: 'overdue_days',
        unit: 'days',
        window: 'month_end',
        source:
            'Days from the due day of the oldest unpaid instalment to the last day of the ' +
            'month.',
    },
    {
        ...count,
        id: 'overdue_days_max_12m',
        unit: 'days',
        window: 'months_12',
        source:
            'Most days late of an instalment that was late in the month or the eleven before, ' +
            'paid since or not.',
    },
    {
        ...count,
        id: 'overdue_days_max_24m',
        unit: 'days',
        window: 'months_24',
        source:
            'Most days late of an instalment that was late in the month or the 23 before, ' +
            'paid since or not.',
    },
    {
        ...count,
        id: 'overdue_times_12m',
        unit: 'instalments',
        window: 'months_12',
        source: 'Instalments that were late on a day of the month or the eleven before.',
    },
    {
        ...kind,
        id: 'overdue_class',
        window: 'month_end',
        source:
            'The class that overdue_days alone leads to: over 0, 90, 270 and 360 days, by the ' +
            'Measures for Risk Classification of Financial Assets of Commercial Banks (CBIRC ' +
            'and PBOC, 2023, No. 1), articles 10 to 13.',
        hidden: true,
        values: ['normal', 'special_mention', 'substandard', 'doubtful', 'loss'],
    },
    {
        ...kind,
        id: 'loan_class_worst',
        window: 'life',
        source:
            'The worst of the five classes among open loans, as the latest delivery states ' +
            'them: no system dates a class.',
        partial: 'skip',
        hidden: true,
        values: ['normal', 'special_mention', 'substandard', 'doubtful', 'loss'],
    },
    {
        ...count,
        id: 'cards_in_use',
        unit: 'cards',
        window: 'month_end',
        source:
            'Cards, debit cards too, that draw on the party’s accounts, issued and not ' +
            'cancelled by the last day.',
    },
    {
        ...kind,
        id: 'card_grade_best',
        window: 'month_end',
        source: 'The best grade among the cards in use.',
        partial: 'skip',
        values: ['junior', 'classic', 'gold', 'platinum', 'diamond'],
    },
    {
        ...known,
        id: 'card_tenure_months',
        unit: 'months',
        window: 'life',
        source: 'Months since the oldest card in use was issued.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'card_limit',
        window: 'month_end',
        source: 'Limits of the open credit cards; cards on one account share the largest.',
    },
    {
        ...money,
        id: 'card_balance',
        window: 'month_end',
        source: 'Owed on open credit cards on the last day; below 0 where more was paid than owed.',
    },
    {
        ...share,
        id: 'card_utilisation',
        window: 'month_end',
        source: 'card_balance ÷ card_limit; an overpaid card counts 0.',
    },
    {
        ...money,
        id: 'card_capacity_unused',
        window: 'month_end',
        source: 'card_limit − card_balance, no less than 0.',
    },
    {
        ...money,
        id: 'credit_card_spend_month',
        source: 'Amounts booked out by card on the open credit card accounts in the month.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'card_spend_to_limit',
        source: 'credit_card_spend_month ÷ card_limit: little means potential without performance.',
    },
    {
        ...money,
        id: 'credit_limit',
        window: 'month_end',
        source: 'loan_principal + card_limit.',
    },
    {
        ...share,
        id: 'credit_used_share',
        window: 'month_end',
        source: '(loan_owed + card_balance) ÷ credit_limit; an overpaid card counts 0.',
    },
]
