-- What is owed on loans.
with loan_months as (
    select * from {{ source('sample_credit', 'loan_months') }}
),

renamed as (
    select
        loan_no,
        month,
        average_owed as owed_avg,
        end_owed as owed_end
    from loan_months
)

select * from renamed
