-- Month balances.
with balances as (
    select * from {{ source('sample', 'balances') }}
),

renamed as (
    select
        account_no,
        month,
        average as balance_avg,
        "end" as balance_end
    from balances
)

select * from renamed
