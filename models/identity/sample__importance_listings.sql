-- Listings in the words of the one model of the bank.
with lists as (
    select * from {{ ref('staging.sample__lists') }}
),

importance_listings as (
    select
        {{ record_id('sample', 'customer', cast(customer_no as varchar)) }} as record_id,
        list,
        from_date,
        until_date
    from lists
)

select * from importance_listings
