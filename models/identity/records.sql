-- The records of all systems that this bank has.
with records as (
    select * from {{ ref('identity.*__records') }} of_systems
)

select * from records
