-- Members of households.
with households as (
    select * from {{ source('sample', 'households') }}
),

renamed as (
    select
        household_no,
        customer_no,
        consent as has_consented,
        joined_on as from_date,
        left_on as until_date
    from households
)

select * from renamed
