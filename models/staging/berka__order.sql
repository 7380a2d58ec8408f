-- Standing orders.
with standing_orders as (
    select * from {{ source('berka', 'order') }}
),

renamed as (
    select
        order_id,
        account_id,
        bank_to as counterparty_bank,
        account_to as counterparty_account,
        amount,
        k_symbol as purpose
    from standing_orders
)

select * from renamed
