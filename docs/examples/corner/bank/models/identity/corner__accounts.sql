-- Deposits and wealth products, each with its owner.
with accounts as (
    select
        {{ record_id('corner', 'account', account_no) }} as account_id,
        'corner' as system,
        account_no as source_key,
        {{ record_id('corner', 'customer', customer_no) }} as owner_record_id,
        product,
        'CNY' as currency,
        opened_date,
        closed_date,
        cast(null as date) as maturity_date
    from {{ ref('staging.corner__accounts') }}
)

select * from accounts
