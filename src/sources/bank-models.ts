import type { BankRoles, RateRoles } from './bank-roles.ts'
import { type ColumnSay, day, type ModelFile, money, pair, type Twin, text } from './model-files.ts'
import { literal, quoted } from './sql-text.ts'

/** What is in the rows that a model has to say in words of the one model of the bank. */
export type BankMeanings = {
    /** What the values of the column of kinds mean; empty: everybody is a person. */
    readonly kinds: Readonly<Record<string, string>>
    /** What the values of the column of products mean; empty: everything is a deposit. */
    readonly products: Readonly<Record<string, string>>
    /** The currency of accounts that say none; three letters. */
    readonly currency: string
}

/**
 * Writes the models that bring three tables of a system to the one model of the bank: staging of
 * each, then records, accounts and balances. They are a beginning that people go on with, so they
 * are laid out as people write them.
 */
export function bankModels(
    system: string,
    { roles, meanings }: { readonly roles: BankRoles; readonly meanings: BankMeanings },
): readonly ModelFile[] {
    return [
        ...customersStaging(system, { roles, meanings }),
        ...accountsStaging(system, { roles, meanings }),
        ...balancesStaging(system, roles),
        ...recordsModel(system, roles),
        ...accountsModel(system, roles),
        ...balancesModel(system, roles),
        ...(roles.rates === null ? [] : ratesModels(system, roles.rates)),
    ]
}

type Parts = { readonly roles: BankRoles; readonly meanings: BankMeanings }

function staged(
    system: string,
    { table, about, columns }: { table: string; about: string; columns: readonly string[] },
): string {
    return [
        `-- ${about}, under our names.`,
        'with delivered as (',
        `    select * from {{ source(${literal(system)}, ${literal(table)}) }}`,
        '),',
        '',
        'renamed as (',
        '    select',
        columns.map((column) => `        ${column}`).join(',\n'),
        '    from delivered',
        ')',
        '',
        'select * from renamed',
        '',
    ].join('\n')
}

function as(source: string | null, [name, type]: readonly [string, string]): string {
    if (source === null) return `cast(null as ${type}) as ${name}`
    return type === 'varchar'
        ? `cast(${quoted(source)} as varchar) as ${name}`
        : `${quoted(source)} as ${name}`
}

/** `case column when … end`; a value that nobody has explained becomes null, and a test says so. */
function meant(
    source: string | null,
    { values, otherwise, name }: { values: BankMeanings['kinds']; otherwise: string; name: string },
): string {
    const whens = Object.entries(values)
    if (source === null || whens.length === 0) return `${literal(otherwise)} as ${name}`
    const cases = whens.map(([value, meaning]) => `when ${literal(value)} then ${literal(meaning)}`)
    return `case cast(${quoted(source)} as varchar) ${cases.join(' ')} end as ${name}`
}

function customersStaging(system: string, { roles, meanings }: Parts): readonly ModelFile[] {
    const { table, key, name, kind, birthDate, branch } = roles.customers
    const columns = [
        as(key, ['customer_no', 'varchar']),
        as(name, ['full_name', 'varchar']),
        meant(kind, { values: meanings.kinds, otherwise: 'person', name: 'kind' }),
        as(birthDate, ['birth_date', 'date']),
        as(branch, ['branch', 'varchar']),
    ]
    return pair(`staging.${system}__${table}`, {
        sql: staged(system, { table, about: 'Customers', columns }),
        twin: {
            about: 'Customers. One row per customer.',
            key: ['customer_no'],
            columns: {
                customer_no: text('Number of the customer.'),
                full_name: { ...text('Name as delivered.'), pii: 'name' },
                kind: text('person or company.'),
                birth_date: { type: 'date', pii: 'birth_date', description: 'Date of birth.' },
                branch: text('Branch.'),
            },
            tests: [{ not_null: ['kind'] }],
        },
    })
}

function accountsStaging(system: string, { roles, meanings }: Parts): readonly ModelFile[] {
    const { table, key, customer, product, currency, opened, closed, matures } = roles.accounts
    const own = literal(meanings.currency)
    const inCurrency =
        currency === null
            ? `${own} as currency`
            : `coalesce(cast(${quoted(currency)} as varchar), ${own}) as currency`
    const columns = [
        as(key, ['account_no', 'varchar']),
        as(customer, ['customer_no', 'varchar']),
        meant(product, { values: meanings.products, otherwise: 'deposit', name: 'product' }),
        inCurrency,
        as(opened, ['opened_date', 'date']),
        as(closed, ['closed_date', 'date']),
        as(matures, ['maturity_date', 'date']),
    ]
    return pair(`staging.${system}__${table}`, {
        sql: staged(system, { table, about: 'Accounts', columns }),
        twin: {
            about: 'Accounts. One row per account.',
            key: ['account_no'],
            columns: {
                account_no: text('Number of the account.'),
                customer_no: text('The owner.'),
                product: text('deposit, wealth, fund, insurance, mortgage, loan or card.'),
                currency: text('ISO 4217 code.'),
                opened_date: day('First day; null where it is not delivered.'),
                closed_date: day('Day of closing; null while open.'),
                maturity_date: day('Day on which a term ends.'),
            },
            tests: [{ not_null: ['customer_no', 'product', 'currency'] }],
        },
    })
}

function balancesStaging(system: string, roles: BankRoles): readonly ModelFile[] {
    const { table, account, month, isDay, average, end } = roles.balances
    const money = (source: string | null, name: string): string =>
        source === null
            ? `cast(null as decimal(18,2)) as ${name}`
            : `cast(${quoted(source)} as decimal(18,2)) as ${name}`
    const columns = [
        as(account, ['account_no', 'varchar']),
        monthAs(month, isDay),
        money(average ?? end, 'balance_avg'),
        money(end, 'balance_end'),
    ]
    return pair(`staging.${system}__${table}`, {
        sql: staged(system, { table, about: 'Month balances', columns }),
        twin: { ...balanceTwin('account_no', text('The account.')), tests: [] },
    })
}

function monthAs(month: string, isDay: boolean): string {
    return isDay
        ? `{{ month_of(${quoted(month)}) }} as month`
        : `cast(${quoted(month)} as integer) as month`
}

function ratesModels(
    system: string,
    { table, currency, month, isDay, rate }: RateRoles,
): readonly ModelFile[] {
    const columns = [
        as(currency, ['currency', 'varchar']),
        monthAs(month, isDay),
        `cast(${quoted(rate)} as decimal(18,8)) as rate`,
    ]
    const twin: Twin = {
        about: 'Average exchange rates of a month. One row per currency and month.',
        key: ['currency', 'month'],
        columns: {
            currency: text('ISO 4217 code.'),
            month: { type: 'integer', description: 'Month as yyyymm.' },
            rate: {
                type: 'decimal(18,8)',
                unit: 'base currency per 1 unit',
                description: "The month's average rate.",
            },
        },
        tests: [{ law: { name: 'a rate is positive', holds: 'rate > 0' } }],
    }
    const sql = `-- Exchange rates in the words of the one model of the bank.
with rates as (
    select
        currency,
        month,
        rate
    from {{ ref('staging.${system}__${table}') }}
)

select * from rates
`
    return [
        ...pair(`staging.${system}__${table}`, {
            sql: staged(system, { table, about: 'Exchange rates', columns }),
            twin,
        }),
        ...pair(`identity.${system}__rates`, { sql, twin }),
    ]
}

function balanceTwin(id: string, account: ColumnSay): Omit<Twin, 'tests'> {
    return {
        about: 'Month balances, in the currency of the account. One row per account and month.',
        key: [id, 'month'],
        columns: {
            [id]: account,
            month: { type: 'integer', description: 'Month as yyyymm.' },
            balance_avg: money('Average of the month; null is unknown.'),
            balance_end: money('Balance of the last day.'),
        },
    }
}

function recordsModel(system: string, roles: BankRoles): readonly ModelFile[] {
    const { customers, accounts } = roles
    const sql = `-- Customers as records of persons and companies, names masked.
with customers as (
    select * from {{ ref('staging.${system}__${customers.table}') }}
),

first_accounts as (
    select
        customer_no,
        min(opened_date) as known_since
    from {{ ref('staging.${system}__${accounts.table}') }}
    group by customer_no
),

records as (
    select
        {{ record_id('${system}', 'customer', customers.customer_no) }} as record_id,
        '${system}' as system,
        'customer' as entity,
        customers.customer_no as source_key,
        customers.kind,
        {{ masked_name(customers.full_name) }} as name_masked,
        customers.birth_date,
        cast(null as varchar) as sex,
        customers.branch,
        cast(null as varchar) as region,
        cast(null as varchar) as industry,
        cast(null as boolean) as private_banking_agreement,
        cast(null as decimal(18,2)) as annual_sales,
        first_accounts.known_since
    from customers
    left join first_accounts on first_accounts.customer_no = customers.customer_no
)

select * from records
`
    const absent = 'Always null; it is not delivered.'
    return pair(`identity.${system}__records`, {
        sql,
        twin: {
            about: `Persons and companies of ${system}. One row per customer.`,
            key: ['record_id'],
            columns: {
                record_id: { type: 'bigint', description: 'Id made of system, entity and key.' },
                system: text(`Always ${system}.`),
                entity: text('Always customer.'),
                source_key: text('Number of the customer.'),
                kind: text('person or company.'),
                name_masked: text('Name, all but its first character hidden.'),
                birth_date: { type: 'date', pii: 'birth_date', description: 'Date of birth.' },
                sex: text(absent),
                branch: text('Branch.'),
                region: text(absent),
                industry: text(absent),
                private_banking_agreement: { type: 'boolean', description: absent },
                annual_sales: { ...money(absent), unit: 'base currency' },
                known_since: day('Day of the first account.'),
            },
            tests: [{ not_null: ['system', 'entity', 'source_key', 'kind'] }],
        },
    })
}

function accountsModel(system: string, { accounts, balances }: BankRoles): readonly ModelFile[] {
    // An account that does not say when it was opened is there from its first balance on.
    const sql = `-- Accounts, each with its owner.
with accounts as (
    select * from {{ ref('staging.${system}__${accounts.table}') }}
),

first_balances as (
    select
        account_no,
        min(month) as month
    from {{ ref('staging.${system}__${balances.table}') }}
    group by account_no
),

opened_accounts as (
    select
        {{ record_id('${system}', 'account', accounts.account_no) }} as account_id,
        '${system}' as system,
        accounts.account_no as source_key,
        {{ record_id('${system}', 'customer', accounts.customer_no) }} as owner_record_id,
        accounts.product,
        accounts.currency,
        coalesce(accounts.opened_date, {{ first_day(first_balances.month) }}) as opened_date,
        accounts.closed_date,
        accounts.maturity_date
    from accounts
    left join first_balances on first_balances.account_no = accounts.account_no
),

known_accounts as (
    select * from opened_accounts
    where opened_date is not null
)

select * from known_accounts
`
    return pair(`identity.${system}__accounts`, {
        sql,
        twin: {
            about: 'Accounts that were opened or ever had a balance. One row per account.',
            key: ['account_id'],
            columns: {
                account_id: { type: 'bigint', description: 'Record id of the account.' },
                system: text(`Always ${system}.`),
                source_key: text('Number of the account.'),
                owner_record_id: { type: 'bigint', description: 'Record of the owner.' },
                product: text('deposit, wealth, fund, insurance, mortgage, loan or card.'),
                currency: text('ISO 4217 code.'),
                opened_date: day('First day; that of the first month with a balance if unknown.'),
                closed_date: day('Day of closing; null while open.'),
                maturity_date: day('Day on which a term ends.'),
            },
            tests: [{ not_null: ['source_key', 'owner_record_id', 'product', 'opened_date'] }],
        },
    })
}

function balancesModel(system: string, { balances }: BankRoles): readonly ModelFile[] {
    const sql = `-- Month balances as the bank has averaged them.
with accounts as (
    select account_id, source_key from {{ ref('identity.${system}__accounts') }}
),

delivered as (
    select * from {{ ref('staging.${system}__${balances.table}') }}
),

balances as (
    select
        accounts.account_id,
        delivered.month,
        delivered.balance_avg,
        delivered.balance_end
    from delivered
    join accounts on accounts.source_key = delivered.account_no
)

select * from balances
`
    const id = { type: 'bigint', description: 'The account.' }
    return pair(`identity.${system}__balances`, {
        sql,
        twin: { ...balanceTwin('account_id', id), tests: [] },
    })
}
