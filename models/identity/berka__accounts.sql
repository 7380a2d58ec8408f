-- Current accounts and loans. Both count for the owner alone; a right to dispose is a relation.
with bank_accounts as (
    select * from {{ ref('staging.berka__account') }}
),

loans as (
    select * from {{ ref('staging.berka__loan') }}
),

dispositions as (
    select * from {{ ref('staging.berka__disp') }}
),

owners as (
    select
        account_id,
        {{ record_id('berka', 'client', cast(client_id as varchar)) }} as owner_record_id
    from dispositions
    where role = 'OWNER'
),

deposits as (
    select
        {{ record_id('berka', 'account', cast(bank_accounts.account_id as varchar)) }}
            as account_id,
        cast(bank_accounts.account_id as varchar) as source_key,
        owners.owner_record_id,
        'deposit' as product,
        bank_accounts.opened_date,
        cast(null as date) as maturity_date
    from bank_accounts
    join owners on owners.account_id = bank_accounts.account_id
),

loan_terms as (
    select
        loan_id,
        account_id,
        granted_date,
        {{ add_months({{ month_of(granted_date) }}, duration_months) }} as last_month,
        day(granted_date) as granted_day
    from loans
),

loan_ends as (
    select
        loan_id,
        account_id,
        granted_date,
        case
            when granted_day > {{ days_in(last_month) }} then {{ last_day(last_month) }}
            else {{ add_days({{ first_day(last_month) }}, granted_day - 1) }}
        end as maturity_date
    from loan_terms
),

lent as (
    select
        {{ record_id('berka', 'loan', cast(loan_ends.loan_id as varchar)) }} as account_id,
        cast(loan_ends.loan_id as varchar) as source_key,
        owners.owner_record_id,
        'loan' as product,
        loan_ends.granted_date as opened_date,
        loan_ends.maturity_date
    from loan_ends
    join owners on owners.account_id = loan_ends.account_id
),

kept as (
    select * from deposits
    union all
    select * from lent
),

accounts as (
    select
        account_id,
        'berka' as system,
        source_key,
        owner_record_id,
        product,
        'CZK' as currency,
        opened_date,
        cast(null as date) as closed_date,
        maturity_date
    from kept
)

select * from accounts
