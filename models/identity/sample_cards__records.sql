-- Every card holder is a record of its own; the core customer that it says it is, is a link.
with holders as (
    select * from {{ ref('staging.sample_cards__holders') }}
),

records as (
    select
        {{ record_id('sample_cards', 'holder', holder_no) }} as record_id,
        'sample_cards' as system,
        'holder' as entity,
        holder_no as source_key,
        'person' as kind,
        name_masked,
        cast(null as date) as birth_date,
        case sex when 'F' then 'female' when 'M' then 'male' end as sex,
        cast(null as varchar) as branch,
        cast(null as varchar) as region,
        cast(null as varchar) as industry,
        cast(null as boolean) as private_banking_agreement,
        cast(null as decimal(18,2)) as annual_sales,
        opened_date as known_since
    from holders
)

select * from records
