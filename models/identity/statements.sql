-- Lines of the statements of companies.
with statements as (
    select * from {{ ref('identity.*__statements') }} of_systems
)

select * from statements
