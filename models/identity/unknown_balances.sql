-- Months of an account in which its balance was not delivered.
with balances as (
    select * from {{ ref('identity.balances') }}
),

unknown_balances as (
    select
        account_id,
        month
    from balances
    where balance_avg is null
)

select * from unknown_balances
