-- Units in the words of the one model of the bank.
with delivered as (
    select * from {{ ref('staging.sample_crm__units') }}
),

organisation_units as (
    select
        {{ record_id('sample_crm', 'unit', cast(unit_no as varchar)) }} as unit_id,
        'sample_crm' as system,
        cast(unit_no as varchar) as source_key,
        {{ record_id('sample_crm', 'unit', cast(parent_no as varchar)) }} as parent_unit_id,
        name,
        case when level = 'head' then 'head_office' else level end as level
    from delivered
)

select * from organisation_units
