-- Which product of the shelf an account holds.
with holdings as (
    select * from {{ ref('identity.*__holdings') }} of_systems
)

select * from holdings
