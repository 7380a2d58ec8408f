-- Totals of the general ledger.
with totals as (
    select * from {{ source('sample_ledger', 'control_totals') }}
),

renamed as (
    select
        month,
        subject,
        currency,
        balance as balance_end,
        accounts
    from totals
)

select * from renamed
