-- Every day of the years whose holidays are announced. Other years have no rows: their working days
-- are unknown, not guessed.
with named_days as (
    select * from {{ ref('identity.calendar_days') }}
),

known_years as (
    select year(day) as year_no
    from named_days
    where month(day) = 1 and day(day) = 1
),

digits as (
    select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as t (digit)
),

year_days as (
    select
        known_years.year_no,
        {{ add_days(
            {{ first_day(known_years.year_no * 100 + 1) }},
            hundreds.digit * 100 + tens.digit * 10 + ones.digit
        ) }} as day
    from known_years
    cross join digits hundreds
    cross join digits tens
    cross join digits ones
    where hundreds.digit * 100 + tens.digit * 10 + ones.digit < 366
),

-- The first of January 1900 was a Monday.
weekdays as (
    select
        day,
        {{ days_between(date '1900-01-01', day) }} % 7 < 5 as is_weekday
    from year_days
    where year(day) = year_no
),

known_days as (
    select
        weekdays.day,
        case named_days.kind
            when 'holiday' then false
            when 'workday' then true
            else weekdays.is_weekday
        end as is_working_day,
        case when named_days.kind = 'holiday' then named_days.name end as holiday
    from weekdays
    left join named_days on named_days.day = weekdays.day
),

calendar as (
    select
        day,
        is_working_day,
        holiday,
        cast(
            sum(case when is_working_day then 1 else 0 end) over (order by day) as integer
        ) as working_day_no
    from known_days
)

select * from calendar
