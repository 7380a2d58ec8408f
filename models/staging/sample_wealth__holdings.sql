-- What customers hold.
with holdings as (
    select * from {{ source('sample_wealth', 'holdings') }}
),

renamed as (
    select
        holding_no,
        customer_no,
        product_code,
        kind,
        opened_on as opened_date,
        closed_on as closed_date,
        matures_on as maturity_date
    from holdings
)

select * from renamed
