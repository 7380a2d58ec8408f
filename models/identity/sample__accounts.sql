-- Accounts in the words of the one model of the bank.
with bank_accounts as (
    select * from {{ ref('staging.sample__accounts') }}
),

accounts as (
    select
        {{ record_id('sample', 'account', cast(account_no as varchar)) }} as account_id,
        'sample' as system,
        cast(account_no as varchar) as source_key,
        {{ record_id('sample', 'customer', cast(customer_no as varchar)) }} as owner_record_id,
        product,
        currency,
        opened_date,
        closed_date,
        maturity_date
    from bank_accounts
)

select * from accounts
