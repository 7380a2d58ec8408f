-- What customers hold at other banks, as their managers know it.
with held_elsewhere as (
    select * from {{ ref('identity.*__held_elsewhere') }} of_systems
)

select * from held_elsewhere
