const assets = ['deposit', 'wealth', 'fund', 'insurance'] as const

/** Where a feature comes from: balances of accounts, or a field of the party's record. */
export type FeatureOrigin =
    | { readonly kind: 'balances'; readonly products: readonly string[] }
    | { readonly kind: 'record'; readonly column: string }

const balances = (...products: readonly string[]): FeatureOrigin => ({ kind: 'balances', products })
const record = (column: string): FeatureOrigin => ({ kind: 'record', column })

/** What makes a feature unknown; features that are not listed here always have a value. */
const origins: Readonly<Record<string, FeatureOrigin>> = {
    deposit_avg_month: balances('deposit'),
    wealth_product_avg_month: balances('wealth'),
    fund_avg_month: balances('fund'),
    insurance_avg_month: balances('insurance'),
    aum_avg_month: balances(...assets),
    aum_end_month: balances(...assets),
    aum_avg_3m: balances(...assets),
    mortgage_balance: balances('mortgage'),
    loan_balance: balances('mortgage', 'loan', 'card'),
    deposit_known_avg_month: balances('deposit'),
    wealth_product_known_avg_month: balances('wealth'),
    fund_known_avg_month: balances('fund'),
    age_years: record('birth_date'),
    private_banking_agreement: record('private_banking_agreement'),
    annual_sales: record('annual_sales'),
}

/** Where a feature of the catalogue comes from; null where nothing can make it unknown. */
export function originOf(feature: string): FeatureOrigin | null {
    return origins[feature] ?? null
}
