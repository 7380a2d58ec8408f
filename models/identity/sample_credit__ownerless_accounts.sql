-- Their owner is no record of any system.
with delivered as (
    select * from {{ ref('staging.sample_credit__loans') }}
),

known_records as (
    select record_id from {{ ref('identity.records') }}
),

ownerless_accounts as (
    select
        {{ record_id('sample_credit', 'loan', delivered.loan_no) }} as account_id,
        'sample_credit' as system,
        delivered.loan_no as source_key,
        'sample:customer:' || cast(delivered.customer_no as varchar) as owner_key
    from delivered
    left join known_records
        on known_records.record_id
        = {{ record_id('sample', 'customer', cast(delivered.customer_no as varchar)) }}
    where known_records.record_id is null
)

select * from ownerless_accounts
