-- A line without an amount tells of no asset.
with clients as (
    select * from {{ ref('staging.sample_desk__clients') }}
),

held_elsewhere as (
    select
        {{ record_id('sample_desk', 'held_elsewhere', cast(line_no as varchar)) }}
            as held_elsewhere_id,
        {{ record_id('sample_desk', 'client', cast(line_no as varchar)) }} as record_id,
        other_bank as bank,
        case other_product
            when '存款' then 'deposit'
            when '理财' then 'wealth'
            when '基金' then 'fund'
            when '保险' then 'insurance'
        end as product,
        other_amount as amount,
        'CNY' as currency,
        other_maturity_date as maturity_date
    from clients
    where other_amount is not null
)

select * from held_elsewhere
