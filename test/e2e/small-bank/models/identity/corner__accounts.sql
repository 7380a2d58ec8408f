-- Accounts of the corner bank: deposits all of them.
with bank_accounts as (
    select * from {{ source('corner', 'accounts') }}
),

accounts as (
    select
        {{ record_id('corner', 'account', account_no) }} as account_id,
        'corner' as system,
        account_no as source_key,
        {{ record_id('corner', 'customer', customer_no) }} as owner_record_id,
        'deposit' as product,
        currency,
        opened as opened_date,
        cast(null as date) as closed_date,
        cast(null as date) as maturity_date
    from bank_accounts
)

select * from accounts
