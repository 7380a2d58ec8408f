-- Clients whose manager has noted the core customer.
with clients as (
    select * from {{ ref('staging.sample_crm__clients') }}
),

record_links as (
    select
        {{ record_id('sample_crm', 'client', client_no) }} as record_id,
        {{ record_id('sample', 'customer', cast(core_customer_no as varchar)) }} as linked_record_id
    from clients
    where core_customer_no is not null
)

select * from record_links
