-- Days whose balances do not follow from what was booked.
with booked_days as (
    select * from {{ ref('identity.berka__booked_days') }}
),

day_end_faults as (
    select
        account_id,
        booked_date,
        day_start,
        net,
        day_end,
        difference
    from booked_days
    where abs(difference) > 1
)

select * from day_end_faults
