-- The campaigns of all systems.
with campaigns as (
    select * from {{ ref('identity.*__campaigns') }} of_systems
)

select * from campaigns
