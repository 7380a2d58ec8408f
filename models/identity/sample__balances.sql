-- Month balances: one row for every month of an account's life in the months delivered, null
-- where the file has none. The ids are looked up: there are many times as many months as accounts
-- to hash.
with accounts as (
    select
        account_id,
        cast(source_key as bigint) as account_no,
        {{ month_of(opened_date) }} as first_month,
        {{ month_of(closed_date) }} as last_month
    from {{ ref('identity.sample__accounts') }}
),

delivered as (
    select
        account_no,
        month,
        balance_avg as balance_avg,
        balance_end as balance_end
    from {{ ref('staging.sample__balances') }}
),

months as (
    select distinct month from delivered
    where month <= {{ month_of({{ param('as_of') }}) }}
),

account_months as (
    select
        accounts.account_id,
        accounts.account_no,
        months.month
    from accounts
    join months
        on months.month >= accounts.first_month
        and (accounts.last_month is null or months.month <= accounts.last_month)
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
