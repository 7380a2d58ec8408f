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
            else cast(round(balances.balance_avg * rates.rate, 2) as decimal(18,2))
        end as balance_avg,
        case
            when accounts.currency = {{ param('base_currency') }} then balances.balance_end
            else cast(round(balances.balance_end * rates.rate, 2) as decimal(18,2))
        end as balance_end,
        accounts.currency = {{ param('base_currency') }} or rates.rate is not null as has_rate
    from balances
    join accounts on accounts.account_id = balances.account_id
    left join rates on rates.currency = accounts.currency and rates.month = balances.month
)

select * from converted
