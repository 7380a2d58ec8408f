-- Month balances of all systems, in the bank's currency at the month's stored rate.
with balances as (
    select * from {{ ref('identity.*__balances') }} of_systems
),

accounts as (
    select account_id, currency from {{ ref('identity.accounts') }}
),

rates as (
    select currency, month, rate from {{ ref('identity.rates') }}
),

converted as (
    select
        balances.account_id,
        balances.month,
        accounts.currency,
        case
            when accounts.currency = {{ param('base_currency') }} then balances.balance_avg
            else {{ at_rate(balances.balance_avg, rates.rate) }}
        end as balance_avg,
        case
            when accounts.currency = {{ param('base_currency') }} then balances.balance_end
            else {{ at_rate(balances.balance_end, rates.rate) }}
        end as balance_end,
        accounts.currency = {{ param('base_currency') }} or rates.rate is not null as has_rate
    from balances
    join accounts on accounts.account_id = balances.account_id
    left join rates on rates.currency = accounts.currency and rates.month = balances.month
)

select * from converted
