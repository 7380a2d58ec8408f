-- Month balances that are not what the day-ends of their account make them: the average is the sum
-- of the day-ends over the calendar days, an overdraft counts 0, a day before opening or from
-- closing on counts 0. Only months of which every day-end is known are looked at.
with balances as (
    select
        account_id,
        month,
        balance_avg,
        balance_end
    from {{ ref('identity.*__balances') }} of_systems
    where balance_avg is not null
),

day_ends as (
    select
        account_id,
        day as from_day,
        until_day,
        balance
    from {{ ref('identity.day_ends') }}
    where balance is not null
),

accounts as (
    select account_id, opened_date, closed_date from {{ ref('identity.accounts') }}
),

day_end_accounts as (
    select
        account_id,
        min({{ month_of(from_day) }}) as first_month
    from day_ends
    group by account_id
),

account_months as (
    select
        balances.account_id,
        balances.month,
        balances.balance_avg,
        balances.balance_end,
        accounts.closed_date,
        {{ last_day(balances.month) }} as month_end,
        case
            when accounts.opened_date > {{ first_day(balances.month) }} then accounts.opened_date
            else {{ first_day(balances.month) }}
        end as first_held,
        case
            when accounts.closed_date <= {{ last_day(balances.month) }}
                then {{ add_days(accounts.closed_date, -1) }}
            else {{ last_day(balances.month) }}
        end as last_held
    from day_end_accounts
    join balances
        on balances.account_id = day_end_accounts.account_id
        and balances.month >= day_end_accounts.first_month
    join accounts on accounts.account_id = balances.account_id
),

shared_days as (
    select
        account_months.account_id,
        account_months.month,
        account_months.balance_avg,
        account_months.balance_end,
        account_months.first_held,
        account_months.last_held,
        account_months.month_end,
        day_ends.balance,
        case
            when day_ends.from_day > account_months.first_held then day_ends.from_day
            else account_months.first_held
        end as from_day,
        case
            when day_ends.until_day < account_months.last_held then day_ends.until_day
            else account_months.last_held
        end as until_day
    from account_months
    join day_ends
        on day_ends.account_id = account_months.account_id
        and day_ends.from_day <= account_months.last_held
        and day_ends.until_day >= account_months.first_held
),

sums as (
    select
        account_id,
        month,
        max(balance_avg) as balance_avg,
        max(balance_end) as balance_end,
        sum(
            case when balance < 0 then 0 else balance end
            * ({{ days_between(from_day, until_day) }} + 1)
        ) as balance_days,
        sum({{ days_between(from_day, until_day) }} + 1) as days_known,
        max({{ days_between(first_held, last_held) }} + 1) as days_held,
        sum(case when until_day = month_end then balance else 0 end) as day_end_last
    from shared_days
    group by account_id, month
),

compared as (
    select
        account_id,
        month,
        balance_avg,
        balance_end,
        {{ mean(balance_days, {{ days_in(month) }}) }} as day_ends_avg,
        cast(day_end_last as decimal(18,2)) as day_ends_last
    from sums
    where days_known = days_held
),

untied_balances as (
    select * from compared
    where
        balance_avg <> day_ends_avg
        or balance_end <> day_ends_last
)

select * from untied_balances
