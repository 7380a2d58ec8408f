-- Exchange rates of the sample bank.
with delivered as (
    select * from {{ ref('staging.sample__rates') }}
),

rates as (
    select
        currency,
        month,
        rate
    from delivered
)

select * from rates
