-- Terms that end from the as-of day on: what an account holds, or owes, at the end of the as-of
-- month may move on that day.
with accounts as (
    select * from {{ ref('identity.accounts') }}
    where
        maturity_date >= {{ param('as_of') }}
        and opened_date <= {{ param('as_of') }}
        and (closed_date is null or closed_date > {{ param('as_of') }})
),

balances as (
    select account_id, balance_end from {{ ref('identity.balances') }}
    where month = {{ month_of({{ param('as_of') }}) }}
),

maturities as (
    select
        accounts.account_id,
        accounts.owner_record_id,
        accounts.product,
        accounts.maturity_date,
        {{ month_of(accounts.maturity_date) }} as maturity_month,
        balances.balance_end as amount
    from accounts
    left join balances on balances.account_id = accounts.account_id
)

select * from maturities
