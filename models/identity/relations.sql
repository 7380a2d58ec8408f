-- How persons and companies hang together.
with relations as (
    select * from {{ ref('identity.*__relations') }} of_systems
)

select * from relations
