-- Every party of the workload is one record; it has neither name nor sex nor industry.
with parties as (
    select * from {{ ref('staging.workload__parties') }}
),

records as (
    select
        {{ record_id('workload', 'party', cast(party_id as varchar)) }} as record_id,
        'workload' as system,
        'party' as entity,
        cast(party_id as varchar) as source_key,
        case when kind = 'person' then 'person' else 'company' end as kind,
        cast(null as varchar) as name_masked,
        birth_date,
        cast(null as varchar) as sex,
        branch,
        cast(null as varchar) as region,
        cast(null as varchar) as industry,
        cast(null as boolean) as private_banking_agreement,
        cast(null as decimal(18,2)) as annual_sales,
        known_since
    from parties
)

select * from records
