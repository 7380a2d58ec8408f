-- Booked transactions. Within a day they come in no order.
with trans as (
    select * from {{ source('berka', 'trans') }}
),

renamed as (
    select
        trans_id as transaction_id,
        account_id,
        date as booked_date,
        type as direction,
        operation,
        amount,
        balance,
        k_symbol as purpose,
        bank as counterparty_bank,
        account as counterparty_account
    from trans
)

select * from renamed
