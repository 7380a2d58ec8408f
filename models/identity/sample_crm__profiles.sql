-- Profiles in the words of the one model of the bank. They name customers of the core: those that
-- no system knows are left out.
with delivered as (
    select
        *,
        {{ record_id('sample', 'customer', cast(customer_no as varchar)) }} as record_id
    from {{ ref('staging.sample_crm__profiles') }}
),

known_records as (
    select record_id from {{ ref('identity.records') }}
),

profiles as (
    select
        delivered.record_id,
        delivered.noted_date,
        delivered.occupation,
        delivered.education,
        delivered.income_yearly,
        delivered.marital_status,
        delivered.interests,
        delivered.employees,
        delivered.ethnic_group,
        delivered.religion,
        delivered.health
    from delivered
    join known_records on known_records.record_id = delivered.record_id
)

select * from profiles
