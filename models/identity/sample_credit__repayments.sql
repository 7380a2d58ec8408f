-- Instalments in the words of the one model of the bank.
with accounts as (
    select account_id from {{ ref('identity.sample_credit__accounts') }}
),

delivered as (
    select
        *,
        loan_no || '|' || cast(due_date as varchar) as instalment_key,
        {{ record_id('sample_credit', 'loan', loan_no) }} as account_id
    from {{ ref('staging.sample_credit__repayments') }}
),

repayments as (
    select
        {{ record_id('sample_credit', 'repayment', delivered.instalment_key) }} as repayment_id,
        delivered.account_id,
        delivered.due_date,
        delivered.principal_due,
        delivered.interest_due,
        delivered.paid_date,
        delivered.principal_paid,
        delivered.interest_paid
    from delivered
    join accounts on accounts.account_id = delivered.account_id
)

select * from repayments
