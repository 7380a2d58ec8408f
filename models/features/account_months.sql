-- What one account held in a month. It names no party: a merge of parties rewrites none of it.
with accounts as (
    select
        account_id,
        owner_record_id,
        product,
        opened_date,
        closed_date
    from {{ ref('identity.accounts') }}
    where
        opened_date <= {{ last_day({{ param('month') }}) }}
        and (closed_date is null or closed_date >= {{ first_day({{ param('month') }}) }})
),

balances as (
    select
        account_id,
        balance_avg,
        balance_end,
        case when not has_rate then currency end as rateless_currency
    from {{ ref('identity.balances') }}
    where month = {{ param('month') }}
),

account_months as (
    select
        accounts.account_id,
        {{ param('month') }} as month,
        accounts.owner_record_id,
        accounts.product,
        case accounts.product
            when 'deposit' then 1
            when 'wealth' then 2
            when 'fund' then 4
            when 'insurance' then 8
            when 'mortgage' then 16
            when 'loan' then 32
            when 'card' then 64
        end as product_bit,
        accounts.closed_date is null
            or accounts.closed_date > {{ last_day({{ param('month') }}) }} as is_open,
        balances.balance_avg,
        balances.balance_end,
        balances.rateless_currency
    from accounts
    left join balances on balances.account_id = accounts.account_id
)

select * from account_months
