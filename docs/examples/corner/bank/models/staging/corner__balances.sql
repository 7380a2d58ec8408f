-- Month balances, under our names.
with balances as (
    select * from {{ source('corner', 'balances') }}
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
