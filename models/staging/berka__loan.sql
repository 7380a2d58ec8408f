-- Loans. They bear no interest: the payments of the term add up to the amount.
with loan as (
    select * from {{ source('berka', 'loan') }}
),

renamed as (
    select
        loan_id,
        account_id,
        date as granted_date,
        amount,
        duration as duration_months,
        payments as payment_monthly,
        status as status_1998
    from loan
)

select * from renamed
