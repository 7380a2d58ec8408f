-- Regions with figures of census offices.
with regions as (
    select * from {{ ref('identity.*__regions') }} of_systems
)

select * from regions
