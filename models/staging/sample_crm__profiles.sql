-- What customers have said of themselves.
with profiles as (
    select * from {{ source('sample_crm', 'profiles') }}
),

renamed as (
    select
        customer_no,
        noted_on as noted_date,
        occupation,
        education,
        yearly_income as income_yearly,
        marital_status,
        interests,
        employees,
        ethnic_group,
        religion,
        health
    from profiles
)

select * from renamed
