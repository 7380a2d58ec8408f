/** Of `identity.records`. */
export const recordColumns = {
    record_id: 'bigint',
    system: 'varchar',
    entity: 'varchar',
    source_key: 'varchar',
    kind: 'varchar',
    name_masked: 'varchar',
    birth_date: 'date',
    sex: 'varchar',
    branch: 'varchar',
    region: 'varchar',
    industry: 'varchar',
    private_banking_agreement: 'boolean',
    annual_sales: 'decimal(18,2)',
    known_since: 'date',
}

/** Of `identity.accounts`. */
export const accountColumns = {
    account_id: 'bigint',
    system: 'varchar',
    source_key: 'varchar',
    owner_record_id: 'bigint',
    product: 'varchar',
    currency: 'varchar',
    opened_date: 'date',
    closed_date: 'date',
    maturity_date: 'date',
}

/** Of `identity.balances`. */
export const balanceColumns = {
    account_id: 'bigint',
    month: 'integer',
    balance_avg: 'decimal(18,2)',
    balance_end: 'decimal(18,2)',
}

/** Of `identity.transactions`. */
export const bookingColumns = {
    transaction_id: 'bigint',
    account_id: 'bigint',
    booked_date: 'date',
    amount: 'decimal(18,2)',
    currency: 'varchar',
    channel: 'varchar',
    counterparty_bank: 'varchar',
    kind: 'varchar',
}

/** Of `identity.importance_listings`. */
export const listingColumns = {
    record_id: 'bigint',
    list: 'varchar',
    from_date: 'date',
    until_date: 'date',
}

/** Of `identity.rates`. */
export const rateColumns = { currency: 'varchar', month: 'integer', rate: 'decimal(18,8)' }

/** Of `identity.day_ends`. */
export const dayEndColumns = { account_id: 'bigint', day: 'date', balance: 'decimal(18,2)' }

/** Of `identity.contacts`. */
export const contactColumns = {
    contact_id: 'bigint',
    record_id: 'bigint',
    contacted_date: 'date',
    direction: 'varchar',
    channel: 'varchar',
    outcome: 'varchar',
    staff_id: 'bigint',
}

/** Of `identity.profiles`. */
export const profileColumns = {
    record_id: 'bigint',
    noted_date: 'date',
    occupation: 'varchar',
    education: 'varchar',
    income_yearly: 'decimal(18,2)',
    marital_status: 'varchar',
    interests: 'varchar',
    employees: 'integer',
    ethnic_group: 'varchar',
    religion: 'varchar',
    health: 'varchar',
}

/** Of `identity.<system>__household_memberships`. */
export const stayColumns = {
    household_id: 'bigint',
    record_id: 'bigint',
    has_consented: 'boolean',
    from_date: 'date',
    until_date: 'date',
}
