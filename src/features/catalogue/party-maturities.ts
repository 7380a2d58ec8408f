import type { Feature } from '../feature.ts'
import { count, dated, money, share } from './kinds.ts'

/** The features of `features.party_maturities`, in the order of its columns. */
export const partyMaturities: readonly Omit<Feature, 'table'>[] = [
    {
        ...money,
        id: 'maturing_30d',
        window: 'month_end',
        source: 'Month-end balances of assets whose term ends within 30 days after it.',
    },
    {
        ...money,
        id: 'maturing_90d',
        window: 'month_end',
        source: 'Month-end balances of assets whose term ends within 90 days after it.',
    },
    {
        ...money,
        id: 'maturing_180d',
        window: 'month_end',
        source: 'Month-end balances of assets whose term ends within 180 days after it.',
    },
    {
        ...money,
        id: 'maturing_12m',
        window: 'month_end',
        source: 'Month-end balances of assets whose term ends within twelve months after it.',
    },
    {
        ...money,
        id: 'maturing_later',
        window: 'month_end',
        source: 'Month-end balances of assets whose term ends later than twelve months after it.',
    },
    {
        ...count,
        id: 'maturities_90d',
        unit: 'accounts',
        window: 'month_end',
        source: 'Number of assets whose term ends within 90 days after the month.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'maturing_90d_share',
        window: 'month_end',
        source: 'maturing_90d divided by aum_end_month.',
    },
    {
        ...dated,
        id: 'next_maturity_date',
        window: 'month_end',
        source: 'The first day after the month on which the term of an asset ends.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'next_maturity_amount',
        window: 'month_end',
        source: 'Balances at month-end of the assets that mature on next_maturity_date.',
        absent: 'null',
    },
    {
        ...money,
        id: 'matured_month',
        source: 'Assets whose term ended in the month, as they were at the end of the one before.',
    },
    {
        ...count,
        id: 'maturities_month',
        unit: 'accounts',
        source: 'Number of assets whose term ended in the month.',
        partial: 'skip',
    },
    {
        ...share,
        id: 'matured_kept_share',
        source: 'Part of matured_month that stayed: by as much as aum_end_month fell, it went.',
    },
    {
        ...money,
        id: 'loans_due_90d',
        window: 'month_end',
        source: 'Owed at month-end on loans whose term ends within 90 days after the month.',
    },
    {
        ...dated,
        id: 'next_loan_due_date',
        window: 'month_end',
        source: 'The first day after the month on which the term of a loan ends.',
        partial: 'skip',
    },
]
