-- Days whose balances do not follow from what was booked.
with day_ends as (
    select * from {{ ref('identity.berka__day_ends') }}
),

day_end_faults as (
    select
        account_id,
        booked_date,
        day_start,
        net,
        day_end,
        difference
    from day_ends
    where abs(difference) > 1
)

select * from day_end_faults
