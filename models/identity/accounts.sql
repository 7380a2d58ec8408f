-- The accounts of all systems that this bank has.
with accounts as (
    select * from {{ ref('identity.*__accounts') }} of_systems
)

select * from accounts
