-- The standing orders of all systems.
with standing_orders as (
    select * from {{ ref('identity.*__standing_orders') }} of_systems
)

select * from standing_orders
