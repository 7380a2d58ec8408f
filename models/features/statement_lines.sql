-- Lines of yearly statements in the base currency, at the rate of the last month of the period.
-- Built once, not by months: a month alone sees no rates of the years before.
with statements as (
    select * from {{ ref('identity.statements') }}
    where period_months = 12
),

rates as (
    select currency, month, rate from {{ ref('identity.rates') }}
),

statement_lines as (
    select
        statements.record_id,
        statements.period_end_date,
        statements.item,
        case
            when statements.currency = {{ param('base_currency') }} then statements.amount
            else {{ at_rate(statements.amount, rates.rate) }}
        end as amount,
        statements.is_audited
    from statements
    left join rates
        on rates.currency = statements.currency
        and rates.month = {{ month_of(statements.period_end_date) }}
)

select * from statement_lines
