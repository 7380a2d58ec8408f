-- Who looks after whom.
with books as (
    select * from {{ ref('identity.*__books') }} of_systems
)

select * from books
