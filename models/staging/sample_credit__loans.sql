-- Loans.
with loans as (
    select * from {{ source('sample_credit', 'loans') }}
),

renamed as (
    select
        loan_no,
        customer_no,
        kind,
        principal,
        yearly_rate as rate_yearly,
        method,
        guarantee,
        class as loan_class,
        drawn_on as drawn_date,
        due_on as due_date,
        closed_on as closed_date
    from loans
)

select * from renamed
