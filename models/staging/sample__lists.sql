-- Red and black lists. The reason stays here.
with lists as (
    select * from {{ source('sample', 'lists') }}
),

renamed as (
    select
        customer_no,
        list,
        listed_on as from_date,
        ended_on as until_date,
        reason
    from lists
)

select * from renamed
