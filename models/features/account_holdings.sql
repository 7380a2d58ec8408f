-- What an account is on the last day of a month. An account is idle when its owner has done nothing
-- on it for six months and less than 1,000 of the base currency lies on it, or is owed; a younger
-- one is not. Terms and products are as the latest delivery states them.
with account_months as (
    select
        account_id,
        owner_record_id,
        product,
        is_open,
        balance_end
    from {{ ref('features.account_months') }}
),

accounts as (
    select
        account_id,
        currency,
        opened_date,
        maturity_date
    from {{ ref('identity.accounts') }}
),

-- Of several products on one account the highest risk and the lowest expectation.
shelf as (
    select
        holdings.account_id,
        max(products.risk_level) as risk_level,
        min(products.rate_expected) as rate_expected
    from {{ ref('identity.holdings') }} holdings
    join {{ ref('identity.products') }} products on products.product_id = holdings.product_id
    group by holdings.account_id
),

flows as (
    select
        account_id,
        month,
        last_customer_date
    from {{ ref('features.account_flows', 6) }}
),

-- Where the data does not go back six months, nobody can tell that nothing was done in them.
reach as (
    select min(month) as first_month
    from flows
),

used as (
    select account_id
    from flows
    where last_customer_date is not null
    group by account_id
),

account_holdings as (
    select
        account_months.account_id,
        {{ param('month') }} as month,
        account_months.owner_record_id,
        account_months.product,
        account_months.product in ('deposit', 'wealth', 'fund', 'insurance') as is_asset,
        account_months.is_open,
        account_months.balance_end,
        accounts.currency <> {{ param('base_currency') }} as is_foreign,
        accounts.opened_date,
        accounts.maturity_date,
        shelf.risk_level,
        shelf.rate_expected,
        case
            when not account_months.is_open then false
            when used.account_id is not null then false
            when accounts.opened_date >= {{ first_day({{ add_months({{ param('month') }}, -5) }}) }}
                then false
            when abs(account_months.balance_end) >= 1000 then false
            when reach.first_month > {{ add_months({{ param('month') }}, -5) }} then null
            when reach.first_month is null then null
            when account_months.balance_end is null then null
            else true
        end as is_idle
    from account_months
    join accounts on accounts.account_id = account_months.account_id
    left join shelf on shelf.account_id = account_months.account_id
    left join used on used.account_id = account_months.account_id
    cross join reach
)

select * from account_holdings
