-- What was loaded against what the general ledger says, in the currency of the accounts, for the
-- months that the ledger has.
with control_totals as (
    select * from {{ ref('identity.control_totals') }}
    where month <= {{ month_of({{ param('as_of') }}) }}
),

balances as (
    select * from {{ ref('identity.*__balances') }} of_systems
),

accounts as (
    select account_id, product, currency from {{ ref('identity.accounts') }}
),

ledger_months as (
    select distinct month from control_totals
),

loaded as (
    select
        balances.month,
        accounts.product,
        accounts.currency,
        cast(sum(balances.balance_end) as decimal(24,2)) as balance_end,
        count(balances.balance_end) as accounts,
        count(*) - count(balances.balance_end) as unknown_accounts
    from balances
    join accounts on accounts.account_id = balances.account_id
    join ledger_months on ledger_months.month = balances.month
    group by balances.month, accounts.product, accounts.currency
),

compared as (
    select
        coalesce(control_totals.month, loaded.month) as month,
        coalesce(control_totals.product, loaded.product) as product,
        coalesce(control_totals.currency, loaded.currency) as currency,
        coalesce(cast(control_totals.balance_end as decimal(24,2)), 0) as ledger_end,
        coalesce(loaded.balance_end, 0) as loaded_end,
        case
            when control_totals.month is null then 0
            else control_totals.accounts
        end as ledger_accounts,
        coalesce(loaded.accounts, 0) as loaded_accounts,
        coalesce(loaded.unknown_accounts, 0) as unknown_accounts
    from control_totals
    full outer join loaded
        on loaded.month = control_totals.month
        and loaded.product = control_totals.product
        and loaded.currency = control_totals.currency
),

ledger_checks as (
    select
        month,
        product,
        currency,
        cast(ledger_end as decimal(24,2)) as ledger_end,
        cast(loaded_end as decimal(24,2)) as loaded_end,
        cast(loaded_end - ledger_end as decimal(24,2)) as difference,
        cast(ledger_accounts as bigint) as ledger_accounts,
        cast(loaded_accounts as bigint) as loaded_accounts,
        cast(unknown_accounts as bigint) as unknown_accounts
    from compared
)

select * from ledger_checks
