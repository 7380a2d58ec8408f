-- Stored exchange rates of all systems that deliver some.
with rates as (
    select * from {{ ref('identity.*__rates') }} of_systems
)

select * from rates
