-- Month balances as delivered.
with balances as (
    select * from {{ source('workload', 'balances') }}
),

renamed as (
    select
        account_id as account_no,
        month_end as month_end_date,
        balance_avg,
        balance_end
    from balances
)

select * from renamed
