-- Addresses of core customers, as a number that says which are the same.
with customers as (
    select customer_no, address from {{ ref('staging.sample__customers') }}
    where address is not null
),

addresses as (
    select
        {{ record_id('sample', 'customer', cast(customer_no as varchar)) }} as record_id,
        {{ hash60(replace(replace(address, ' ', ''), '　', '')) }} as address_key
    from customers
)

select * from addresses
