-- Subjects of the ledger as products.
with delivered as (
    select * from {{ ref('staging.sample_ledger__control_totals') }}
),

control_totals as (
    select
        month,
        case subject
            when '2011' then 'deposit'
            when '3101' then 'wealth'
            when '3102' then 'fund'
            when '3103' then 'insurance'
            when '1303' then 'mortgage'
            when '1301' then 'loan'
            when '1311' then 'card'
        end as product,
        currency,
        balance_end,
        accounts
    from delivered
)

select * from control_totals
