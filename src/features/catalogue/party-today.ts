import type { Feature } from '../feature.ts'
import { count, money, ordinary } from './kinds.ts'

/** As of one day: the last that has day-end balances. */
const today = { ...money, grain: 'day', window: 'day' } as const

/** Money booked; amounts that are not known are left out. */
const flow = { ...today, partial: 'skip' } as const

/** The features of `features.party_today`, in the order of its columns. */
export const partyToday: readonly Omit<Feature, 'table'>[] = [
    {
        ...today,
        id: 'deposit_now',
        source: 'Day-end balances of deposits.',
    },
    {
        ...today,
        id: 'wealth_product_now',
        source: 'Day-end balances of wealth products.',
    },
    {
        ...today,
        id: 'fund_now',
        source: 'Day-end balances of funds.',
    },
    {
        ...today,
        id: 'insurance_now',
        source: 'Day-end balances of insurance policies with a cash value.',
    },
    {
        ...today,
        id: 'aum_now',
        source: 'Day-end balances of deposits, wealth products, funds and insurance together.',
    },
    {
        ...today,
        id: 'deposit_sum_to_date',
        window: 'to_date',
        source: 'Sum of the day-end balances of the month up to the day.',
    },
    {
        ...today,
        id: 'wealth_product_sum_to_date',
        window: 'to_date',
        source: 'Sum of the day-end balances of the month up to the day.',
    },
    {
        ...today,
        id: 'fund_sum_to_date',
        window: 'to_date',
        source: 'Sum of the day-end balances of the month up to the day.',
    },
    {
        ...today,
        id: 'insurance_sum_to_date',
        window: 'to_date',
        source: 'Sum of the day-end balances of the month up to the day.',
    },
    {
        ...today,
        id: 'aum_sum_to_date',
        window: 'to_date',
        source: 'Sum of the day-end balances of the month up to the day.',
    },
    {
        ...today,
        id: 'deposit_avg_to_date',
        window: 'to_date',
        source: 'Sum of the day-ends of each account ÷ days so far, rounded half-up to the cent.',
    },
    {
        ...today,
        id: 'wealth_product_avg_to_date',
        window: 'to_date',
        source: 'Sum of the day-ends of each account ÷ days so far, rounded half-up to the cent.',
    },
    {
        ...today,
        id: 'fund_avg_to_date',
        window: 'to_date',
        source: 'Sum of the day-ends of each account ÷ days so far, rounded half-up to the cent.',
    },
    {
        ...today,
        id: 'insurance_avg_to_date',
        window: 'to_date',
        source: 'Sum of the day-ends of each account ÷ days so far, rounded half-up to the cent.',
    },
    {
        ...today,
        id: 'aum_avg_to_date',
        window: 'to_date',
        source: 'Averages to date of deposits, wealth products, funds and insurance together.',
    },
    {
        ...count,
        id: 'days_known_to_date',
        grain: 'day',
        unit: 'days',
        window: 'to_date',
        source: 'Days so far with a known day-end, of the asset account that has the fewest.',
        absent: 'null',
    },
    {
        ...flow,
        id: 'inflow_day',
        source: 'Amounts booked into the accounts on the day.',
    },
    {
        ...flow,
        id: 'outflow_day',
        source: 'Amounts booked out of the accounts on the day, as positive.',
    },
    {
        ...flow,
        id: 'net_flow_day',
        source: 'inflow_day less outflow_day.',
    },
    {
        ...flow,
        id: 'inflow_7d',
        window: 'days_7',
        source: 'Amounts booked into the accounts on the day and the six before.',
    },
    {
        ...flow,
        id: 'outflow_7d',
        window: 'days_7',
        source: 'Amounts booked out of the accounts on the day and the six before, as positive.',
    },
    {
        ...flow,
        id: 'net_flow_7d',
        window: 'days_7',
        source: 'inflow_7d less outflow_7d.',
    },
    {
        ...flow,
        id: 'inflow_30d',
        window: 'days_30',
        source: 'Amounts booked into the accounts on the day and the 29 before.',
    },
    {
        ...flow,
        id: 'outflow_30d',
        window: 'days_30',
        source: 'Amounts booked out of the accounts on the day and the 29 before, as positive.',
    },
    {
        ...flow,
        id: 'net_flow_30d',
        window: 'days_30',
        source: 'inflow_30d less outflow_30d.',
    },
    {
        ...flow,
        id: 'inflow_max_7d',
        window: 'days_7',
        source: 'The largest amount booked in on the day and the six before; without one, 0.',
    },
    {
        ...flow,
        id: 'outflow_max_7d',
        window: 'days_7',
        source: 'The largest amount booked out on the day and the six before; without one, 0.',
    },
    {
        ...today,
        id: 'maturing_now_90d',
        window: 'days_90',
        source: 'Day-ends, else last month-ends, of asset terms that end in the 90 days after.',
    },
    {
        ...ordinary,
        id: 'next_maturity_now_date',
        grain: 'day',
        type: 'date',
        unit: null,
        window: 'life',
        source: 'The first day after the day on which an asset term ends.',
        absent: 'null',
    },
    {
        ...today,
        id: 'next_maturity_now',
        absent: 'null',
        window: 'life',
        source: 'Day-end balances, else last month-ends, of the terms that end on that date.',
    },
    {
        ...count,
        id: 'days_since_contact_now',
        grain: 'day',
        unit: 'days',
        window: 'life',
        source: 'Days from the last talk to the day; calls that nobody answered are no talk.',
        absent: 'null',
    },
]
