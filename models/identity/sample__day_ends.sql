-- The balances at the end of days, as delivered.
with accounts as (
    select
        account_id,
        cast(source_key as bigint) as account_no
    from {{ ref('identity.sample__accounts') }}
),

delivered as (
    select * from {{ ref('staging.sample__day_balances') }}
),

day_ends as (
    select
        accounts.account_id,
        delivered.day,
        delivered.balance
    from delivered
    join accounts on accounts.account_no = delivered.account_no
)

select * from day_ends
