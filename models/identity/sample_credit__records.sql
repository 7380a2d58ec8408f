-- Every company of the credit department is a record of its own.
with firms as (
    select * from {{ ref('staging.sample_credit__firms') }}
),

records as (
    select
        {{ record_id('sample_credit', 'firm', firm_no) }} as record_id,
        'sample_credit' as system,
        'firm' as entity,
        firm_no as source_key,
        'company' as kind,
        name as name_masked,
        cast(null as date) as birth_date,
        cast(null as varchar) as sex,
        cast(null as varchar) as branch,
        cast(null as varchar) as region,
        industry,
        cast(null as boolean) as private_banking_agreement,
        cast(null as decimal(18,2)) as annual_sales,
        founded_date as known_since
    from firms
)

select * from records
