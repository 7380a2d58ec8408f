-- Transactions in the words of the one model of the bank.
with account_keys as (
    select
        account_id,
        cast(source_key as bigint) as account_no
    from {{ ref('identity.sample__accounts') }}
),

booked as (
    select * from {{ ref('staging.sample__transactions') }}
),

transactions as (
    select
        {{ record_id('sample', 'transaction', cast(booked.transaction_no as varchar)) }}
            as transaction_id,
        account_keys.account_id,
        booked.booked_date,
        booked.amount,
        booked.currency,
        booked.channel,
        booked.counterparty_bank,
        booked.kind
    from booked
    join account_keys on account_keys.account_no = booked.account_no
)

select * from transactions
