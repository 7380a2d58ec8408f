-- Every client is a record of its own; the core customer that it says it is, is a link.
with clients as (
    select * from {{ ref('staging.sample_crm__clients') }}
),

records as (
    select
        {{ record_id('sample_crm', 'client', client_no) }} as record_id,
        'sample_crm' as system,
        'client' as entity,
        client_no as source_key,
        cast(null as varchar) as kind,
        name_masked,
        cast(null as date) as birth_date,
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
