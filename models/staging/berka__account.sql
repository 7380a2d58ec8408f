-- Accounts of the bank, under our names.
with account as (
    select * from {{ source('berka', 'account') }}
),

renamed as (
    select
        account_id,
        district_id,
        frequency as statement_frequency,
        date as opened_date
    from account
)

select * from renamed
