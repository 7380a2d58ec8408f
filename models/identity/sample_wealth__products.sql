-- The shelf in the words of the one model of the bank.
with shelf as (
    select * from {{ ref('staging.sample_wealth__shelf') }}
),

products as (
    select
        {{ record_id('sample_wealth', 'product', product_code) }} as product_id,
        'sample_wealth' as system,
        product_code as source_key,
        name,
        case category
            when '理财' then 'wealth'
            when '基金' then 'fund'
            when '保险' then 'insurance'
        end as product,
        risk_level,
        currency,
        term_days,
        minimum_amount,
        rate_expected,
        sale_from_date,
        sale_until_date,
        quota
    from shelf
)

select * from products
