-- Accounts as delivered.
with accounts as (
    select * from {{ source('workload', 'accounts') }}
),

renamed as (
    select
        account_id as account_no,
        party_id,
        product,
        opened_on as opened_date,
        closed_on as closed_date
    from accounts
)

select * from renamed
