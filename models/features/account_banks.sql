-- Where the money of an account went outside this bank, by the other bank.
with accounts as (
    select account_id, owner_record_id from {{ ref('identity.accounts') }}
),

payments as (
    select
        account_id,
        counterparty_bank as bank,
        -amount as paid
    from {{ ref('identity.transactions') }}
    where
        month = {{ param('month') }}
        and counterparty_bank is not null
        and amount < 0
),

sums as (
    select
        account_id,
        bank,
        sum(paid) as outflow
    from payments
    group by account_id, bank
),

account_banks as (
    select
        sums.account_id,
        {{ param('month') }} as month,
        sums.bank,
        accounts.owner_record_id,
        cast(sums.outflow as decimal(18,2)) as outflow
    from sums
    join accounts on accounts.account_id = sums.account_id
)

select * from account_banks
