-- The shelf: what all systems say is or was on sale.
with products as (
    select * from {{ ref('identity.*__products') }} of_systems
)

select * from products
