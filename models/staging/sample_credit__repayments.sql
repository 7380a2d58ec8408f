-- What was due and paid of loans.
with repayments as (
    select * from {{ source('sample_credit', 'repayments') }}
),

renamed as (
    select
        loan_no,
        due_on as due_date,
        principal_due,
        interest_due,
        paid_on as paid_date,
        principal_paid,
        interest_paid,
        overdue_days
    from repayments
)

select * from renamed
