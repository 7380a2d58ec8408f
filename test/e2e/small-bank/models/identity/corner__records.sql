-- Customers of the corner bank.
with customers as (
    select * from {{ source('corner', 'customers') }}
),

records as (
    select
        {{ record_id('corner', 'customer', customer_no) }} as record_id,
        'corner' as system,
        'customer' as entity,
        customer_no as source_key,
        kind,
        {{ masked_name(name) }} as name_masked,
        cast(null as date) as birth_date,
        cast(null as varchar) as sex,
        branch,
        cast(null as varchar) as region,
        cast(null as varchar) as industry,
        cast(null as boolean) as private_banking_agreement,
        cast(null as decimal(18,2)) as annual_sales,
        cast(null as date) as known_since
    from customers
)

select * from records
