-- What one account of a customer's assets has held at the end of the days of a month so far, up to
-- the as-of day. Day-ends are delivered as changes, so that each counts for the days on which it
-- holds: nothing is written out day by day. It names no party.
with rates as (
    select currency, rate from {{ ref('identity.rates') }}
    where month = {{ param('month') }}
),

-- Not yet open or closed already on a day: nothing is held then, and that is known.
accounts as (
    select
        accounts.account_id,
        accounts.owner_record_id,
        accounts.product,
        accounts.currency,
        case
            when accounts.opened_date > {{ first_day({{ param('month') }}) }}
                then accounts.opened_date
            else {{ first_day({{ param('month') }}) }}
        end as first_held,
        case
            when accounts.closed_date <= {{ param('day') }}
                then {{ add_days(accounts.closed_date, -1) }}
            else {{ param('day') }}
        end as last_held
    from {{ ref('identity.accounts') }} accounts
    where
        accounts.product in ('deposit', 'wealth', 'fund', 'insurance')
        and accounts.opened_date <= {{ param('day') }}
        and (
            accounts.closed_date is null
            or accounts.closed_date > {{ first_day({{ param('month') }}) }}
        )
),

-- A negative day-end counts 0 among assets.
day_ends as (
    select
        day_ends.account_id,
        day_ends.day as from_day,
        day_ends.until_day,
        case
            when day_ends.balance < 0 then cast(0 as decimal(18,2))
            else day_ends.balance
        end as balance
    from {{ ref('identity.day_ends') }} day_ends
    where
        day_ends.day <= {{ param('day') }}
        and day_ends.until_day >= {{ first_day({{ param('month') }}) }}
        and day_ends.balance is not null
),

held as (
    select
        day_ends.account_id,
        day_ends.balance,
        day_ends.until_day >= {{ param('day') }} as is_now,
        {{ days_between(
            case
                when day_ends.from_day > accounts.first_held then day_ends.from_day
                else accounts.first_held
            end,
            case
                when day_ends.until_day < accounts.last_held then day_ends.until_day
                else accounts.last_held
            end
        ) }} + 1 as days
    from day_ends
    join accounts
        on accounts.account_id = day_ends.account_id
        and day_ends.from_day <= accounts.last_held
        and day_ends.until_day >= accounts.first_held
),

sums as (
    select
        account_id,
        sum(days) as days_known,
        sum(cast(balance as decimal(28,2)) * days) as balance_sum,
        max(case when is_now then balance end) as balance_now
    from held
    group by account_id
),

-- One day unknown makes the sum unknown, never a guess; the last day alone says what is held now.
known as (
    select
        accounts.account_id,
        accounts.owner_record_id,
        accounts.product,
        cast(day({{ param('day') }}) as integer) as days_so_far,
        accounts.currency = {{ param('base_currency') }} as is_base,
        rates.rate,
        case
            when accounts.last_held < accounts.first_held then 0
            else {{ days_between(accounts.first_held, accounts.last_held) }} + 1
        end as days_held,
        coalesce(sums.days_known, 0) as days_known,
        coalesce(sums.balance_sum, 0) as balance_sum,
        case
            when accounts.last_held < {{ param('day') }} then cast(0 as decimal(18,2))
            else sums.balance_now
        end as balance_now
    from accounts
    left join sums on sums.account_id = accounts.account_id
    left join rates on rates.currency = accounts.currency
),

averaged as (
    select
        *,
        case when days_known = days_held then cast(balance_sum as decimal(18,2)) end as own_sum,
        case
            when days_known = days_held then {{ mean(balance_sum, days_so_far) }}
        end as own_avg
    from known
),

-- Wide enough for any amount: an engine may keep the product of narrow decimals in 18 digits.
converted as (
    select
        *,
        {{ at_rate(balance_now, rate) }} as now_in_base,
        {{ at_rate(own_sum, rate) }} as sum_in_base,
        {{ at_rate(own_avg, rate) }} as avg_in_base
    from averaged
),

account_days as (
    select
        account_id,
        {{ param('month') }} as month,
        owner_record_id,
        product,
        cast(days_so_far - days_held + days_known as integer) as days_known,
        case when is_base then balance_now else now_in_base end as balance_now,
        case when is_base then own_sum else sum_in_base end as balance_sum,
        case when is_base then own_avg else avg_in_base end as balance_avg
    from converted
)

select * from account_days
