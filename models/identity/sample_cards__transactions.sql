-- What is spent is money out of the account; what is paid back is money in, and no spending.
with booked as (
    select * from {{ ref('staging.sample_cards__spends') }}
),

transactions as (
    select
        {{ record_id('sample_cards', 'spend', cast(spend_no as varchar)) }} as transaction_id,
        {{ record_id('sample_cards', 'card', card_no) }} as account_id,
        booked_date,
        case when direction = 'S' then -amount else amount end as amount,
        'CNY' as currency,
        case channel
            when 'P' then 'pos'
            when 'M' then 'mobile'
            when 'O' then 'online'
            when 'A' then 'auto'
        end as channel,
        cast(null as varchar) as counterparty_bank,
        case when direction = 'S' then 'card' else 'loan' end as kind
    from booked
)

select * from transactions
