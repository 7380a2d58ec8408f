-- Customers as records of persons and companies. The name is masked here and goes no further.
with customers as (
    select * from {{ ref('staging.corner__customers') }}
),

first_accounts as (
    select
        customer_no,
        min(opened_date) as known_since
    from {{ ref('staging.corner__accounts') }}
    group by customer_no
),

records as (
    select
        {{ record_id('corner', 'customer', customers.customer_no) }} as record_id,
        'corner' as system,
        'customer' as entity,
        customers.customer_no as source_key,
        customers.kind,
        {{ masked_name(customers.full_name) }} as name_masked,
        customers.birth_date,
        cast(null as varchar) as sex,
        customers.branch,
        cast(null as varchar) as region,
        cast(null as varchar) as industry,
        cast(null as boolean) as private_banking_agreement,
        cast(null as decimal(18,2)) as annual_sales,
        first_accounts.known_since
    from customers
    left join first_accounts on first_accounts.customer_no = customers.customer_no
)

select * from records
