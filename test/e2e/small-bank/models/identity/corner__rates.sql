-- Month-average rates of the corner bank.
with rates as (
    select
        currency,
        month,
        rate
    from {{ source('corner', 'rates') }}
)

select * from rates
