-- Companies of which the credit department knows the core customer.
with firms as (
    select * from {{ ref('staging.sample_credit__firms') }}
),

record_links as (
    select
        {{ record_id('sample_credit', 'firm', firm_no) }} as record_id,
        {{ record_id('sample', 'customer', cast(core_customer_no as varchar)) }} as linked_record_id
    from firms
    where core_customer_no is not null
)

select * from record_links
