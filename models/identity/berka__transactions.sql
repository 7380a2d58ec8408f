-- Transactions in the words of the one model of the bank.
with account_keys as (
    select
        account_id as account_number,
        {{ record_id('berka', 'account', cast(account_id as varchar)) }} as account_id
    from {{ ref('staging.berka__account') }}
),

booked as (
    select * from {{ ref('staging.berka__trans') }}
),

transactions as (
    select
        {{ record_id('berka', 'trans', cast(booked.transaction_id as varchar)) }} as transaction_id,
        account_keys.account_id,
        booked.booked_date,
        case when booked.direction = 'PRIJEM' then booked.amount else -booked.amount end as amount,
        'CZK' as currency,
        case
            when booked.operation in ('VKLAD', 'VYBER') then 'counter'
            when booked.operation = 'VYBER KARTOU' then 'card'
            when booked.operation in ('PREVOD Z UCTU', 'PREVOD NA UCET') then 'transfer'
            else 'system'
        end as channel,
        booked.counterparty_bank,
        case
            when booked.purpose in ('UROK', 'SANKC. UROK') then 'interest'
            when booked.purpose = 'SLUZBY' then 'fee'
            when booked.purpose = 'UVER' then 'loan'
            when booked.purpose = 'DUCHOD' then 'salary'
            when booked.operation = 'VYBER KARTOU' then 'card'
            when booked.operation in ('VKLAD', 'VYBER') then 'cash'
            when booked.operation in ('PREVOD Z UCTU', 'PREVOD NA UCET') then 'transfer'
            else 'other'
        end as kind
    from booked
    join account_keys on account_keys.account_number = booked.account_id
)

select * from transactions
