-- Deposit accounts.
with accounts as (
    select * from {{ source('sample', 'accounts') }}
),

renamed as (
    select
        account_no,
        customer_no,
        product,
        kind as deposit_kind,
        currency,
        opened_on as opened_date,
        closed_on as closed_date,
        matures_on as maturity_date
    from accounts
)

select * from renamed
