-- What records say of themselves.
with record_links as (
    select * from {{ ref('identity.*__record_links') }} of_systems
)

select * from record_links
