/** What kind of value a feature has; it decides which operators and values a condition takes. */
export type FeatureType = 'money' | 'number' | 'boolean' | 'text' | 'date'

/** A value known about one party in one month, with all that is to be known about the value. */
export type Feature = {
    /** Also the column of `features.party_months`. Its name is the text `features.<id>.name`. */
    readonly id: string
    readonly type: FeatureType
    /** `base_currency`, or what is counted; null for a kind, a date or a yes or no. */
    readonly unit: 'base_currency' | 'accounts' | 'categories' | Counted | null
    readonly grain: 'month'
    /** The time that the value looks at. */
    readonly window: 'month' | 'month_end' | 'months_3' | 'months_12' | 'life'
    /** Where it comes from, in one sentence for people who read the models. */
    readonly source: string
    /**
     * What the value is for a party without any such holding while the batch is complete; a text
     * where it stands on no list.
     */
    readonly absent: 'zero' | 'null' | { readonly text: string }
    /** What one unknown account makes of it: the whole is unknown, or the account is skipped. */
    readonly partial: 'null' | 'skip'
    /** A sensitive trait must not decide what a customer gets: policies may not name it. */
    readonly sensitive: boolean
    /** Whether the customer may not be told the value. */
    readonly hidden: boolean
    /** All values that a text can have; null where it is free, or no text. */
    readonly values: readonly string[] | null
    /** The column of `features.party_days` with the same amount at the end of one day, or null. */
    readonly day: string | null
}

type Counted = 'transactions' | 'days' | 'months' | 'years'

/** The features that conditions and measures may name, by id. */
export type Catalogue = ReadonlyMap<string, Feature>

const ordinary = {
    grain: 'month',
    window: 'month',
    partial: 'null',
    sensitive: false,
    hidden: false,
    values: null,
    day: null,
} as const

const money = { ...ordinary, type: 'money', unit: 'base_currency', absent: 'zero' } as const
const count = { ...ordinary, type: 'number', absent: 'zero' } as const
const knownPart = { ...money, absent: 'null', partial: 'skip' } as const

const features: readonly Feature[] = [
    {
        ...ordinary,
        id: 'party_kind',
        type: 'text',
        unit: null,
        window: 'life',
        source: 'The kind of the party: a person or a company.',
        absent: 'null',
        values: ['person', 'company'],
    },
    {
        ...count,
        id: 'accounts_open',
        unit: 'accounts',
        window: 'month_end',
        source: 'Accounts opened by the last day of the month and not closed by then.',
    },
    {
        ...count,
        id: 'product_categories',
        unit: 'categories',
        window: 'month_end',
        source: 'Different products among the accounts open on the last day of the month.',
    },
    {
        ...money,
        id: 'deposit_avg_month',
        source: 'Sum of the month averages of all deposit accounts.',
        day: 'deposit_day',
    },
    {
        ...money,
        id: 'wealth_product_avg_month',
        source: 'Sum of the month averages of all wealth products.',
        day: 'wealth_product_day',
    },
    {
        ...money,
        id: 'fund_avg_month',
        source: 'Sum of the month averages of all funds.',
        day: 'fund_day',
    },
    {
        ...money,
        id: 'insurance_avg_month',
        source: 'Sum of the month averages of all insurance policies with a cash value.',
        day: 'insurance_day',
    },
    {
        ...money,
        id: 'aum_avg_month',
        source: 'Month averages of deposits, wealth products, funds and insurance together.',
        day: 'aum_day',
    },
    {
        ...money,
        id: 'aum_end_month',
        window: 'month_end',
        source: 'Balances of deposits, wealth products, funds and insurance on the last day.',
    },
    {
        ...money,
        id: 'mortgage_balance',
        window: 'month_end',
        source: 'Amount owed on mortgages on the last day of the month.',
    },
    {
        ...money,
        id: 'loan_balance',
        window: 'month_end',
        source: 'Amount owed on mortgages, other loans and cards on the last day of the month.',
    },
    {
        ...money,
        id: 'inflow_month',
        source: 'Amounts booked into the accounts in the month.',
        partial: 'skip',
    },
    {
        ...money,
        id: 'outflow_month',
        source: 'Amounts booked out of the accounts, as positive.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'transactions_month',
        unit: 'transactions',
        source: 'Transactions booked in the month.',
    },
    {
        ...count,
        id: 'active_days_month',
        unit: 'days',
        source: 'Days of the month with at least one transaction.',
    },
    {
        ...money,
        id: 'aum_avg_3m',
        window: 'months_3',
        source: 'Mean of aum_avg_month over the month and the two before, as far as they exist.',
        absent: 'null',
    },
    {
        ...money,
        id: 'card_spend_12m',
        window: 'months_12',
        source: 'Amounts booked out by card in the month and the eleven before, as positive.',
        partial: 'skip',
    },
    {
        ...count,
        id: 'tenure_months',
        unit: 'months',
        window: 'life',
        source: 'Whole months since the first account opened.',
    },
    {
        ...ordinary,
        id: 'age_years',
        type: 'number',
        unit: 'years',
        window: 'life',
        source: 'Completed years of a person on the last day of the month.',
        absent: 'null',
        sensitive: true,
    },
    {
        ...ordinary,
        id: 'private_banking_agreement',
        type: 'boolean',
        unit: null,
        window: 'month_end',
        source: 'Whether the private banking agreement is signed.',
        absent: 'null',
    },
    {
        ...ordinary,
        id: 'importance',
        type: 'text',
        unit: null,
        window: 'month_end',
        source: 'The list on which the party stands on the last day; black before red.',
        absent: { text: 'ordinary' },
        partial: 'skip',
        hidden: true,
        values: ['red', 'ordinary', 'black'],
    },
    {
        ...money,
        id: 'annual_sales',
        window: 'life',
        source: 'Sales of a company in its last business year, as the bank knows them.',
        absent: 'null',
    },
    {
        ...knownPart,
        id: 'deposit_known_avg_month',
        source: 'Like deposit_avg_month, from the accounts whose balance is known.',
    },
    {
        ...knownPart,
        id: 'wealth_product_known_avg_month',
        source: 'Like wealth_product_avg_month, from the accounts whose balance is known.',
    },
    {
        ...knownPart,
        id: 'fund_known_avg_month',
        source: 'Like fund_avg_month, from the accounts whose balance is known.',
    },
]

/** The features of `features.party_months`, in the order of its columns. */
export const catalogue: Catalogue = new Map(features.map((feature) => [feature.id, feature]))
