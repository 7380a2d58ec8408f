-- A product of the shelf is closed at most once.
with shelf as (
    select * from {{ ref('staging.sample_wealth__shelf') }}
),

product_periods as (
    select
        {{ record_id('sample_wealth', 'product', product_code) }} as product_id,
        'closed' as kind,
        closed_from_date as from_date,
        closed_until_date as until_date
    from shelf
    where closed_from_date is not null
)

select * from product_periods
