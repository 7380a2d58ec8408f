-- Accounts, under our names.
with accounts as (
    select * from {{ source('corner', 'accounts') }}
),

renamed as (
    select
        account_no,
        customer_no,
        product,
        opened as opened_date,
        closed as closed_date
    from accounts
)

select * from renamed
