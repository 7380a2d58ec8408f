-- The people of the bank.
with staff as (
    select * from {{ ref('identity.*__staff') }} of_systems
)

select * from staff
