-- The organisation.
with units as (
    select * from {{ source('sample_crm', 'units') }}
),

renamed as (
    select
        unit_no,
        parent_no,
        name,
        level
    from units
)

select * from renamed
