-- The calendar that a bank has delivered itself.
with delivered as (
    select * from {{ ref('staging.calendar__days') }}
),

calendar_days as (
    select
        day,
        kind,
        name
    from delivered
)

select * from calendar_days
