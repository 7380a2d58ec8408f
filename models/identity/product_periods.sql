-- Periods of products in which something may be done, or may not.
with product_periods as (
    select * from {{ ref('identity.*__product_periods') }} of_systems
)

select * from product_periods
