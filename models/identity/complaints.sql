-- Complaints of all systems, as they stood on the as-of day.
with delivered as (
    select * from {{ ref('identity.*__complaints') }} of_systems
),

complaints as (
    select
        complaint_id,
        record_id,
        category,
        severity,
        opened_date,
        case when closed_date <= {{ param('as_of') }} then closed_date end as closed_date,
        case when closed_date <= {{ param('as_of') }} then outcome end as outcome
    from delivered
    where opened_date <= {{ param('as_of') }}
)

select * from complaints
