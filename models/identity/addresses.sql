-- Who has said to live or sit where, by all systems that tell it.
with addresses as (
    select * from {{ ref('identity.*__addresses') }} of_systems
)

select * from addresses
