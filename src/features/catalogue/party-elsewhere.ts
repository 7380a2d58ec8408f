import type { Feature } from '../feature.ts'
import { dated, kind, known, money, share } from './kinds.ts'

/** The features of `features.party_elsewhere`, in the order of its columns. */
export const partyElsewhere: readonly Omit<Feature, 'table'>[] = [
    {
        ...money,
        id: 'held_elsewhere',
        window: 'month_end',
        source: 'Assets at other banks that managers have noted, at the rate of the month.',
        absent: 'null',
    },
    {
        ...money,
        id: 'deposit_elsewhere',
        window: 'month_end',
        source: 'Deposits among held_elsewhere.',
        absent: 'null',
    },
    {
        ...money,
        id: 'invested_elsewhere',
        window: 'month_end',
        source: 'Wealth products and funds among held_elsewhere.',
        absent: 'null',
    },
    {
        ...money,
        id: 'held_elsewhere_maturing_90d',
        window: 'month_end',
        source: 'What of held_elsewhere matures within 90 days after the month.',
        absent: 'null',
    },
    {
        ...dated,
        id: 'next_maturity_elsewhere_date',
        window: 'month_end',
        source: 'The first day after the month on which a noted asset at another bank matures.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'loan_elsewhere',
        window: 'month_end',
        source: 'Loans owed to other banks that managers have noted.',
        absent: 'null',
    },
    {
        ...share,
        id: 'wallet_share',
        window: 'month_end',
        source: 'aum_end_month divided by itself and held_elsewhere together.',
    },
    {
        ...known,
        id: 'competitors',
        unit: 'banks',
        window: 'month_end',
        source: 'Different other banks that the notes name.',
        partial: 'skip',
    },
    {
        ...kind,
        id: 'main_competitor',
        window: 'month_end',
        source: 'The other bank with most of held_elsewhere; of equal ones the first by name.',
        partial: 'skip',
    },
]
