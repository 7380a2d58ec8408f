-- The drawing of a loan is money out of its account; principal paid back is money in. Interest
-- is paid from another account and booked there.
with accounts as (
    select account_id from {{ ref('identity.sample_credit__accounts') }}
),

loans as (
    select * from {{ ref('staging.sample_credit__loans') }}
),

repayments as (
    select * from {{ ref('staging.sample_credit__repayments') }}
),

booked as (
    select
        {{ record_id('sample_credit', 'drawing', loan_no) }} as transaction_id,
        {{ record_id('sample_credit', 'loan', loan_no) }} as account_id,
        drawn_date as booked_date,
        -principal as amount
    from loans
    union all
    select
        {{ record_id('sample_credit', 'repayment', loan_no || '|' || cast(due_date as varchar)) }}
            as transaction_id,
        {{ record_id('sample_credit', 'loan', loan_no) }} as account_id,
        paid_date as booked_date,
        principal_paid as amount
    from repayments
    where paid_date is not null and principal_paid > 0
),

transactions as (
    select
        booked.transaction_id,
        booked.account_id,
        booked.booked_date,
        booked.amount,
        'CNY' as currency,
        cast(null as varchar) as channel,
        cast(null as varchar) as counterparty_bank,
        'loan' as kind
    from booked
    join accounts on accounts.account_id = booked.account_id
)

select * from transactions
