-- Transactions as delivered.
with transactions as (
    select * from {{ source('workload', 'transactions') }}
),

renamed as (
    select
        txn_id as transaction_no,
        account_id as account_no,
        booked_on as booked_date,
        amount,
        channel,
        counterparty_bank
    from transactions
)

select * from renamed
