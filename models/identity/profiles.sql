-- Profiles of all systems: what was noted later is not known yet.
with delivered as (
    select * from {{ ref('identity.*__profiles') }} of_systems
),

profiles as (
    select * from delivered
    where noted_date <= {{ param('as_of') }}
)

select * from profiles
