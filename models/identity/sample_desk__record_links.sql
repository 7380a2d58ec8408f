-- Lines on which the core customer has been looked up.
with clients as (
    select * from {{ ref('staging.sample_desk__clients') }}
),

record_links as (
    select
        {{ record_id('sample_desk', 'client', cast(line_no as varchar)) }} as record_id,
        {{ record_id('sample', 'customer', cast(core_customer_no as varchar)) }} as linked_record_id
    from clients
    where core_customer_no is not null
)

select * from record_links
