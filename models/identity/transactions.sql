-- Booked transactions of all systems, in the bank's currency at the month's stored rate.
with transactions as (
    select * from {{ ref('identity.*__transactions') }} of_systems
),

rates as (
    select currency, month, rate from {{ ref('identity.rates') }}
),

converted as (
    select
        transactions.transaction_id,
        transactions.account_id,
        transactions.booked_date,
        {{ month_of(transactions.booked_date) }} as month,
        case
            when transactions.currency = {{ param('base_currency') }} then transactions.amount
            else {{ at_rate(transactions.amount, rates.rate) }}
        end as amount,
        transactions.currency,
        transactions.channel,
        transactions.counterparty_bank,
        transactions.kind,
        transactions.currency = {{ param('base_currency') }} or rates.rate is not null as has_rate
    from transactions
    left join rates
        on rates.currency = transactions.currency
        and rates.month = {{ month_of(transactions.booked_date) }}
    where transactions.booked_date <= {{ param('as_of') }}
)

select * from converted
