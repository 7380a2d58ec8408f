-- The balances at the end of days, as delivered.
with delivered as (
    select * from {{ ref('staging.sample__day_balances') }}
),

day_ends as (
    select
        {{ record_id('sample', 'account', cast(account_no as varchar)) }} as account_id,
        day,
        balance
    from delivered
)

select * from day_ends
