-- Which product of the shelf each holding is.
with delivered as (
    select * from {{ ref('staging.sample_wealth__holdings') }}
),

accounts as (
    select account_id from {{ ref('identity.sample_wealth__accounts') }}
),

held as (
    select
        {{ record_id('sample_wealth', 'holding', holding_no) }} as account_id,
        {{ record_id('sample_wealth', 'product', product_code) }} as product_id
    from delivered
),

holdings as (
    select
        held.account_id,
        held.product_id
    from held
    join accounts on accounts.account_id = held.account_id
)

select * from holdings
