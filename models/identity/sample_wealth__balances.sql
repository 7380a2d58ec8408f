-- What holdings are worth: one row for every month of their life in the months delivered, null
-- where the file has none.
with account_keys as (
    select
        holding_no,
        {{ record_id('sample_wealth', 'holding', holding_no) }} as account_id,
        {{ month_of(opened_date) }} as first_month,
        {{ month_of(closed_date) }} as last_month
    from {{ ref('staging.sample_wealth__holdings') }}
),

delivered as (
    select * from {{ ref('staging.sample_wealth__holding_months') }}
),

accounts as (
    select account_id from {{ ref('identity.sample_wealth__accounts') }}
),

months as (
    select distinct month from delivered
    where month <= {{ month_of({{ param('as_of') }}) }}
),

account_months as (
    select
        account_keys.holding_no,
        account_keys.account_id,
        months.month
    from account_keys
    join accounts on accounts.account_id = account_keys.account_id
    join months
        on months.month >= account_keys.first_month
        and (account_keys.last_month is null or months.month <= account_keys.last_month)
),

balances as (
    select
        account_months.account_id,
        account_months.month,
        delivered.value_avg as balance_avg,
        delivered.value_end as balance_end
    from account_months
    left join delivered
        on delivered.holding_no = account_months.holding_no
        and delivered.month = account_months.month
)

select * from balances
