-- Persons. A birth number is YYMMDD in 19YY, with 50 added to the month of a woman.
with client as (
    select * from {{ source('berka', 'client') }}
),

numbered as (
    select
        client_id,
        birth_number,
        district_id,
        cast(substr(birth_number, 3, 2) as integer) as month_number
    from client
),

sexed as (
    select
        client_id,
        birth_number,
        district_id,
        case when month_number > 50 then 'female' else 'male' end as sex,
        case when month_number > 50 then month_number - 50 else month_number end as birth_month
    from numbered
),

renamed as (
    select
        client_id,
        birth_number,
        {{ masked_number(birth_number) }} as birth_number_masked,
        cast(
            '19' || substr(birth_number, 1, 2)
            || '-' || lpad(cast(birth_month as varchar), 2, '0')
            || '-' || substr(birth_number, 5, 2)
            as date
        ) as birth_date,
        sex,
        district_id
    from sexed
)

select * from renamed
