-- Holders who say which core customer they are.
with holders as (
    select * from {{ ref('staging.sample_cards__holders') }}
),

record_links as (
    select
        {{ record_id('sample_cards', 'holder', holder_no) }} as record_id,
        {{ record_id('sample', 'customer', cast(core_customer_no as varchar)) }} as linked_record_id
    from holders
    where core_customer_no is not null
)

select * from record_links
