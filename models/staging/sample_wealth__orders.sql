-- What was bought and redeemed.
with done_orders as (
    select * from {{ source('sample_wealth', 'orders') }}
),

renamed as (
    select
        order_no,
        holding_no,
        done_on as done_date,
        kind as direction,
        amount
    from done_orders
)

select * from renamed
