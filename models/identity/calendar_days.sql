-- The days that calendars name. A year is known when its first of January is listed; one that the
-- bank has delivered takes the place of the shipped one.
with delivered as (
    select * from {{ ref('identity.*__calendar_days') }} of_systems
),

shipped as (
    select * from {{ ref('identity.shipped_calendar_days') }}
),

delivered_years as (
    select year(day) as year_no
    from delivered
    where month(day) = 1 and day(day) = 1
),

shipped_years as (
    select year(shipped.day) as year_no
    from shipped
    left join delivered_years on delivered_years.year_no = year(shipped.day)
    where
        month(shipped.day) = 1
        and day(shipped.day) = 1
        and delivered_years.year_no is null
),

calendar_days as (
    select
        delivered.day,
        delivered.kind,
        delivered.name
    from delivered
    join delivered_years on delivered_years.year_no = year(delivered.day)
    union all
    select
        shipped.day,
        shipped.kind,
        shipped.name
    from shipped
    join shipped_years on shipped_years.year_no = year(shipped.day)
)

select * from calendar_days
