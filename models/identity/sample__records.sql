-- Every customer of the sample bank is a record of its own.
with customers as (
    select * from {{ ref('staging.sample__customers') }}
),

records as (
    select
        {{ record_id('sample', 'customer', cast(customer_no as varchar)) }} as record_id,
        'sample' as system,
        'customer' as entity,
        cast(customer_no as varchar) as source_key,
        kind,
        name_masked,
        birth_date,
        sex,
        branch,
        region,
        industry,
        private_banking_agreement,
        annual_sales,
        opened_date as known_since
    from customers
)

select * from records
