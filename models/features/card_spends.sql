-- What was spent by card, by months: small enough that a month may sum up twelve of them. It names
-- the owner's record and no party: a merge of parties rewrites none of it.
with accounts as (
    select account_id, owner_record_id from {{ ref('identity.accounts') }}
),

payments as (
    select
        account_id,
        month,
        -amount as paid
    from {{ ref('identity.transactions') }}
    where kind = 'card' and amount < 0
),

card_spends as (
    select
        accounts.owner_record_id as record_id,
        payments.month,
        cast(sum(payments.paid) as decimal(18,2)) as spent
    from payments
    join accounts on accounts.account_id = payments.account_id
    group by accounts.owner_record_id, payments.month
)

select * from card_spends
