-- What is owed: one row for every month of a loan in the months delivered, null where the file has
-- none.
with account_keys as (
    select
        loan_no,
        {{ record_id('sample_credit', 'loan', loan_no) }} as account_id,
        {{ month_of(drawn_date) }} as first_month,
        {{ month_of(closed_date) }} as last_month
    from {{ ref('staging.sample_credit__loans') }}
),

delivered as (
    select * from {{ ref('staging.sample_credit__loan_months') }}
),

accounts as (
    select account_id from {{ ref('identity.sample_credit__accounts') }}
),

months as (
    select distinct month from delivered
    where month <= {{ month_of({{ param('as_of') }}) }}
),

account_months as (
    select
        account_keys.loan_no,
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
        delivered.owed_avg as balance_avg,
        delivered.owed_end as balance_end
    from account_months
    left join delivered
        on delivered.loan_no = account_months.loan_no
        and delivered.month = account_months.month
)

select * from balances
