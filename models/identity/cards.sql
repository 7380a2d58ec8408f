-- The cards of all systems.
with cards as (
    select * from {{ ref('identity.*__cards') }} of_systems
)

select * from cards
