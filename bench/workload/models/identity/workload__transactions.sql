-- Transactions as delivered. The ids of accounts are looked up: there are forty times as many
-- transactions as accounts to hash.
with transactions as (
    select * from {{ ref('staging.workload__transactions') }}
),

accounts as (
    select
        account_id,
        cast(source_key as bigint) as account_no
    from {{ ref('identity.workload__accounts') }}
),

identified as (
    select
        {{ record_id('workload', 'transaction', cast(transactions.transaction_no as varchar)) }}
            as transaction_id,
        accounts.account_id,
        transactions.booked_date,
        transactions.amount,
        {{ param('base_currency') }} as currency,
        transactions.channel,
        transactions.counterparty_bank,
        cast(null as varchar) as kind
    from transactions
    join accounts on accounts.account_no = transactions.account_no
)

select * from identified
