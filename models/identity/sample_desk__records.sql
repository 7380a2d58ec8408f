-- Every line of the spreadsheet is a record of its own.
with clients as (
    select * from {{ ref('staging.sample_desk__clients') }}
),

records as (
    select
        {{ record_id('sample_desk', 'client', cast(line_no as varchar)) }} as record_id,
        'sample_desk' as system,
        'client' as entity,
        cast(line_no as varchar) as source_key,
        cast(null as varchar) as kind,
        name_masked,
        birth_date,
        cast(null as varchar) as sex,
        cast(null as varchar) as branch,
        cast(null as varchar) as region,
        cast(null as varchar) as industry,
        cast(null as boolean) as private_banking_agreement,
        cast(null as decimal(18,2)) as annual_sales,
        cast(null as date) as known_since
    from clients
)

select * from records
