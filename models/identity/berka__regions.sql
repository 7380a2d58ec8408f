-- Districts with the figures of 1996.
with districts as (
    select * from {{ ref('staging.berka__district') }}
),

regions as (
    select
        {{ record_id('berka', 'district', cast(district_id as varchar)) }} as region_id,
        'berka' as system,
        cast(district_id as varchar) as source_key,
        name,
        region as province,
        1996 as figures_year,
        inhabitants,
        cast(salary_avg as decimal(18,2)) as salary_avg,
        cast(unemployment_percent_1996 * cast(0.01 as decimal(3,2)) as decimal(9,6))
            as unemployed_share
    from districts
)

select * from regions
