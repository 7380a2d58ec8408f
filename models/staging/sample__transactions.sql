-- Booked transactions.
with transactions as (
    select * from {{ source('sample', 'transactions') }}
),

renamed as (
    select
        txn_no as transaction_no,
        account_no,
        booked_on as booked_date,
        amount,
        currency,
        channel,
        counterparty_bank,
        kind
    from transactions
)

select * from renamed
