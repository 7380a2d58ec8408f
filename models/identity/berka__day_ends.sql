-- The balances at the end of the days on which something was booked.
with booked_days as (
    select * from {{ ref('identity.berka__booked_days') }}
),

day_ends as (
    select
        account_id,
        booked_date as day,
        day_end as balance
    from booked_days
)

select * from day_ends
