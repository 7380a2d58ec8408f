-- Loans bear no interest and are paid back in equal parts. How they ended is known at the end
-- of 1998 only, and not before.
with accounts as (
    select account_id, maturity_date from {{ ref('identity.berka__accounts') }}
),

lent as (
    select
        *,
        {{ record_id('berka', 'loan', cast(loan_id as varchar)) }} as loan_account_id
    from {{ ref('staging.berka__loan') }}
),

loans as (
    select
        lent.loan_account_id as account_id,
        lent.amount as principal,
        cast(0 as decimal(9,6)) as rate_yearly,
        lent.granted_date,
        accounts.maturity_date as due_date,
        lent.duration_months as term_months,
        'equal_instalment' as repayment_method,
        cast(null as varchar) as guarantee,
        cast(null as varchar) as loan_class,
        case
            when {{ param('as_of') }} < date '1998-12-31' then null
            when lent.status_1998 = 'A' then 'settled'
            when lent.status_1998 = 'B' then 'defaulted'
            when lent.status_1998 = 'C' then 'running'
            when lent.status_1998 = 'D' then 'in_arrears'
        end as status
    from lent
    join accounts on accounts.account_id = lent.loan_account_id
)

select * from loans
