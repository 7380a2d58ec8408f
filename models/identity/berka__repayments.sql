-- Only what was paid is known: the loan payments booked on the account that the loan is paid from.
with lent as (
    select
        account_id,
        granted_date,
        payment_monthly,
        {{ record_id('berka', 'loan', cast(loan_id as varchar)) }} as loan_account_id
    from {{ ref('staging.berka__loan') }}
),

booked as (
    select * from {{ ref('staging.berka__trans') }}
    where purpose = 'UVER'
),

repayments as (
    select
        {{ record_id('berka', 'trans', cast(booked.transaction_id as varchar)) }} as repayment_id,
        lent.loan_account_id as account_id,
        cast(null as date) as due_date,
        lent.payment_monthly as principal_due,
        cast(0 as decimal(18,2)) as interest_due,
        booked.booked_date as paid_date,
        booked.amount as principal_paid,
        cast(0 as decimal(18,2)) as interest_paid
    from booked
    join lent
        on lent.account_id = booked.account_id
        and booked.booked_date >= lent.granted_date
)

select * from repayments
