-- Customers, under our names.
with customers as (
    select * from {{ source('corner', 'customers') }}
),

renamed as (
    select
        customer_no,
        name as full_name,
        case kind when 'P' then 'person' when 'C' then 'company' end as kind,
        birth_date,
        branch
    from customers
)

select * from renamed
