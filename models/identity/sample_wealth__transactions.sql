-- What is bought comes into the holding; what is redeemed leaves it.
with accounts as (
    select account_id, source_key, product from {{ ref('identity.sample_wealth__accounts') }}
),

booked as (
    select * from {{ ref('staging.sample_wealth__orders') }}
),

transactions as (
    select
        {{ record_id('sample_wealth', 'order', cast(booked.order_no as varchar)) }}
            as transaction_id,
        accounts.account_id,
        booked.done_date as booked_date,
        case when booked.direction = 'B' then booked.amount else -booked.amount end as amount,
        'CNY' as currency,
        cast(null as varchar) as channel,
        cast(null as varchar) as counterparty_bank,
        case when accounts.product = 'insurance' then 'other' else 'transfer' end as kind
    from booked
    join accounts on accounts.source_key = booked.holding_no
)

select * from transactions
