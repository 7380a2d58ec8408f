-- Districts with figures of the census office.
with district as (
    select * from {{ source('berka', 'district') }}
),

renamed as (
    select
        a1 as district_id,
        a2 as name,
        a3 as region,
        a4 as inhabitants,
        a5 as municipalities_to_499,
        a6 as municipalities_to_1999,
        a7 as municipalities_to_9999,
        a8 as municipalities_from_10000,
        a9 as cities,
        a10 as urban_percent,
        a11 as salary_avg,
        a12 as unemployment_percent_1995,
        a13 as unemployment_percent_1996,
        a14 as entrepreneurs_per_1000,
        a15 as crimes_1995,
        a16 as crimes_1996
    from district
)

select * from renamed
