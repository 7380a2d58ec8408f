-- On the last day of a month what was counted day by day has become the month: average and balance
-- of every account whose day-ends and month balances are both known. Where a bank's own figures do
-- not tie they are told as untied balances and left out; before the last day there is nothing yet.
with account_days as (
    select
        account_id,
        balance_avg
    from {{ ref('features.account_days') }}
    where
        balance_avg is not null
        and {{ param('day') }} = {{ last_day({{ param('month') }}) }}
),

balances as (
    select
        account_id,
        balance_avg
    from {{ ref('identity.balances') }}
    where month = {{ param('month') }} and balance_avg is not null
),

untied as (
    select account_id from {{ ref('identity.untied_balances') }}
    where month = {{ param('month') }}
),

day_ties as (
    select
        account_days.account_id,
        {{ param('month') }} as month,
        account_days.balance_avg as days_avg,
        balances.balance_avg as month_avg
    from account_days
    join balances on balances.account_id = account_days.account_id
    left join untied on untied.account_id = account_days.account_id
    where untied.account_id is null
)

select * from day_ties
