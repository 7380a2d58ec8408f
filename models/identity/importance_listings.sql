-- The red and black lists of all systems that keep some.
with importance_listings as (
    select * from {{ ref('identity.*__importance_listings') }} of_systems
)

select * from importance_listings
