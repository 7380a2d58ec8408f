-- Month averages as the corner bank delivers them; the month's end is the average.
with month_balances as (
    select * from {{ source('corner', 'balances') }}
),

balances as (
    select
        {{ record_id('corner', 'account', account_no) }} as account_id,
        month,
        average as balance_avg,
        average as balance_end
    from month_balances
)

select * from balances
