-- Exchange rates.
with rates as (
    select * from {{ source('sample', 'rates') }}
),

renamed as (
    select
        currency,
        month,
        rate
    from rates
)

select * from renamed
