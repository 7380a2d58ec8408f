-- Accounts of the workload with the record ids of themselves and of their owners.
with accounts as (
    select * from {{ ref('staging.workload__accounts') }}
),

identified as (
    select
        {{ record_id('workload', 'account', cast(account_no as varchar)) }} as account_id,
        'workload' as system,
        cast(account_no as varchar) as source_key,
        {{ record_id('workload', 'party', cast(party_id as varchar)) }} as owner_record_id,
        product,
        {{ param('base_currency') }} as currency,
        opened_date,
        closed_date,
        cast(null as date) as maturity_date
    from accounts
)

select * from identified
