-- Each loan is an account of the core customer that it names. Where no system knows that one,
-- it is listed in sample_credit__ownerless_accounts and counts for nobody.
with loans as (
    select
        *,
        {{ record_id('sample', 'customer', cast(customer_no as varchar)) }} as owner_record_id
    from {{ ref('staging.sample_credit__loans') }}
),

known_records as (
    select record_id from {{ ref('identity.records') }}
),

accounts as (
    select
        {{ record_id('sample_credit', 'loan', loans.loan_no) }} as account_id,
        'sample_credit' as system,
        loans.loan_no as source_key,
        loans.owner_record_id,
        case when loans.kind = 'M' then 'mortgage' else 'loan' end as product,
        'CNY' as currency,
        loans.drawn_date as opened_date,
        loans.closed_date,
        loans.due_date as maturity_date
    from loans
    join known_records on known_records.record_id = loans.owner_record_id
)

select * from accounts
