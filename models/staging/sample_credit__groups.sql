-- Groups of companies.
with firm_groups as (
    select * from {{ source('sample_credit', 'groups') }}
),

renamed as (
    select
        group_no,
        name,
        head_firm_no,
        credit_line
    from firm_groups
)

select * from renamed
