-- Each holding is an account of the core customer that it names. Where no system knows that
-- one, it is listed in sample_wealth__ownerless_accounts and counts for nobody.
with holdings as (
    select
        *,
        {{ record_id('sample', 'customer', cast(customer_no as varchar)) }} as owner_record_id
    from {{ ref('staging.sample_wealth__holdings') }}
),

known_records as (
    select record_id from {{ ref('identity.records') }}
),

accounts as (
    select
        {{ record_id('sample_wealth', 'holding', holdings.holding_no) }} as account_id,
        'sample_wealth' as system,
        holdings.holding_no as source_key,
        holdings.owner_record_id,
        case holdings.kind
            when 'W' then 'wealth'
            when 'F' then 'fund'
            when 'I' then 'insurance'
        end as product,
        'CNY' as currency,
        holdings.opened_date,
        holdings.closed_date,
        holdings.maturity_date
    from holdings
    join known_records on known_records.record_id = holdings.owner_record_id
)

select * from accounts
