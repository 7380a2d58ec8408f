-- Products.
with shelf as (
    select * from {{ source('sample_wealth', 'shelf') }}
),

renamed as (
    select
        "产品代码" as product_code,
        "产品名称" as name,
        "类别" as category,
        "风险等级" as risk_level,
        "期限天数" as term_days,
        "起购金额" as minimum_amount,
        "预期年化" as rate_expected,
        "发行日" as sale_from_date,
        "停售日" as sale_until_date,
        "封闭开始" as closed_from_date,
        "封闭结束" as closed_until_date,
        "总额度" as quota,
        "币种" as currency
    from shelf
)

select * from renamed
