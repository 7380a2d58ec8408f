-- Month balances as the bank has averaged them.
with balances as (
    select
        {{ record_id('corner', 'account', account_no) }} as account_id,
        month,
        balance_avg,
        balance_end
    from {{ ref('staging.corner__balances') }}
)

select * from balances
