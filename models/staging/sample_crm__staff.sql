-- The people of the bank.
with staff as (
    select * from {{ source('sample_crm', 'staff') }}
),

renamed as (
    select
        staff_no,
        name,
        {{ masked_name(name) }} as name_masked,
        unit_no,
        role,
        grade,
        hired_on as from_date,
        left_on as until_date
    from staff
)

select * from renamed
