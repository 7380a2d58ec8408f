-- Month balances: one row for every month of an account's life in the months delivered, null
-- where the file has none.
with account_keys as (
    select
        account_no,
        {{ record_id('sample', 'account', cast(account_no as varchar)) }} as account_id,
        {{ month_of(opened_date) }} as first_month,
        {{ month_of(closed_date) }} as last_month
    from {{ ref('staging.sample__accounts') }}
),

delivered as (
    select * from {{ ref('staging.sample__balances') }}
),

months as (
    select distinct month from delivered
    where month <= {{ month_of({{ param('as_of') }}) }}
),

account_months as (
    select
        account_keys.account_no,
        account_keys.account_id,
        months.month
    from account_keys
    join months
        on months.month >= account_keys.first_month
        and (account_keys.last_month is null or months.month <= account_keys.last_month)
),

balances as (
    select
        account_months.account_id,
        account_months.month,
        delivered.balance_avg,
        delivered.balance_end
    from account_months
    left join delivered
        on delivered.account_no = account_months.account_no
        and delivered.month = account_months.month
)

select * from balances
