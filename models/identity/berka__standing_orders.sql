-- Standing orders in the words of the one model of the bank.
with delivered as (
    select * from {{ ref('staging.berka__order') }}
),

standing_orders as (
    select
        {{ record_id('berka', 'order', cast(order_id as varchar)) }} as order_id,
        {{ record_id('berka', 'account', cast(account_id as varchar)) }} as account_id,
        amount,
        case purpose
            when 'POJISTNE' then 'insurance'
            when 'SIPO' then 'household'
            when 'LEASING' then 'leasing'
            when 'UVER' then 'loan'
            else 'other'
        end as purpose,
        counterparty_bank,
        {{ record_id('berka', counterparty_bank, counterparty_account) }}
            as counterparty_account_id
    from delivered
)

select * from standing_orders
