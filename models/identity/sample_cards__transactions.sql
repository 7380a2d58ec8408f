-- What is spent is money out of the account; what is paid back is money in, and no spending.
-- There are many times as many of them as cards to hash.
with cards as (
    select card_no, account_id from {{ ref('identity.sample_cards__card_accounts') }}
),

booked as (
    select * from {{ ref('staging.sample_cards__spends') }}
),

transactions as (
    select
        {{ record_id('sample_cards', 'spend', cast(booked.spend_no as varchar)) }}
            as transaction_id,
        cards.account_id,
        booked.booked_date,
        case when booked.direction = 'S' then -booked.amount else booked.amount end as amount,
        'CNY' as currency,
        case booked.channel
            when 'P' then 'pos'
            when 'M' then 'mobile'
            when 'O' then 'online'
            when 'A' then 'auto'
        end as channel,
        cast(null as varchar) as counterparty_bank,
        case when booked.direction = 'S' then 'card' else 'loan' end as kind
    from booked
    join cards on cards.card_no = booked.card_no
)

select * from transactions
