-- Loans in the words of the one model of the bank.
with delivered as (
    select
        *,
        {{ record_id('sample_credit', 'loan', loan_no) }} as account_id
    from {{ ref('staging.sample_credit__loans') }}
),

accounts as (
    select account_id from {{ ref('identity.sample_credit__accounts') }}
),

loans as (
    select
        delivered.account_id,
        delivered.principal,
        delivered.rate_yearly,
        delivered.drawn_date as granted_date,
        delivered.due_date,
        cast(
            {{ month_index({{ month_of(delivered.due_date) }}) }}
            - {{ month_index({{ month_of(delivered.drawn_date) }}) }}
            as integer
        ) as term_months,
        case delivered.method
            when 'P' then 'equal_principal'
            when 'I' then 'interest_first'
        end as repayment_method,
        case delivered.guarantee
            when 'H' then 'mortgage'
            when 'G' then 'guarantor'
            when 'C' then 'unsecured'
            when 'P' then 'pledge'
        end as guarantee,
        case delivered.loan_class
            when '1' then 'normal'
            when '2' then 'special_mention'
            when '3' then 'substandard'
            when '4' then 'doubtful'
            when '5' then 'loss'
        end as loan_class,
        case
            when delivered.closed_date <= {{ param('as_of') }} then 'settled'
            else 'running'
        end as status
    from delivered
    join accounts on accounts.account_id = delivered.account_id
)

select * from loans
