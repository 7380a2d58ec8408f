-- Month balances as delivered: a month that is absent stays so, and counts as unknown.
-- The ids are looked up: there are ten times as many balances as accounts to hash.
with balances as (
    select * from {{ ref('staging.workload__balances') }}
),

accounts as (
    select
        account_id,
        cast(source_key as bigint) as account_no
    from {{ ref('identity.workload__accounts') }}
),

identified as (
    select
        accounts.account_id,
        {{ month_of(balances.month_end_date) }} as month,
        balances.balance_avg,
        balances.balance_end
    from balances
    join accounts on accounts.account_no = balances.account_no
)

select * from identified
