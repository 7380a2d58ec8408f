-- What is owed: one row for every month of a loan in the months delivered, null where the file has
-- none. The ids are looked up: there are many times as many months as loans to hash.
with accounts as (
    select
        account_id,
        source_key as loan_no,
        {{ month_of(opened_date) }} as first_month,
        {{ month_of(closed_date) }} as last_month
    from {{ ref('identity.sample_credit__accounts') }}
),

delivered as (
    select
        loan_no,
        month,
        owed_avg as balance_avg,
        owed_end as balance_end
    from {{ ref('staging.sample_credit__loan_months') }}
),

months as (
    select distinct month from delivered
    where month <= {{ month_of({{ param('as_of') }}) }}
),

account_months as (
    select
        accounts.account_id,
        accounts.loan_no,
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
        on delivered.loan_no = account_months.loan_no
        and delivered.month = account_months.month
)

select * from balances
