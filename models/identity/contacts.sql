-- Talks with customers of all systems.
with delivered as (
    select * from {{ ref('identity.*__contacts') }} of_systems
),

contacts as (
    select
        contact_id,
        record_id,
        contacted_date,
        direction,
        channel,
        outcome,
        staff_id
    from delivered
    where contacted_date <= {{ param('as_of') }}
)

select * from contacts
