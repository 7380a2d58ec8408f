-- Who looks after whom.
with books as (
    select * from {{ source('sample_crm', 'books') }}
),

renamed as (
    select
        client_no,
        from_on as from_date,
        until_on as until_date,
        staff_no
    from books
)

select * from renamed
