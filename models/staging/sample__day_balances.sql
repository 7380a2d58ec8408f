-- Balances at the end of days.
with day_balances as (
    select * from {{ source('sample', 'day_balances') }}
),

renamed as (
    select
        account_no,
        day,
        balance
    from day_balances
)

select * from renamed
