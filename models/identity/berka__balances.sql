-- Month balances. The average is Σ day-end balances ÷ calendar days; a day counts with the last
-- day-end before it. So each change of the balance enters once for every day that is left of its
-- month, and in later months as part of the balance they begin with.
with accounts as (
    select
        account_id,
        source_key,
        product,
        opened_date
    from {{ ref('identity.berka__accounts') }}
    where opened_date <= {{ param('as_of') }}
),

loans as (
    select * from {{ ref('staging.berka__loan') }}
),

booked as (
    select
        account_id,
        booked_date,
        amount,
        purpose
    from {{ ref('staging.berka__trans') }}
    where booked_date <= {{ param('as_of') }}
),

booked_days as (
    select * from {{ ref('identity.berka__booked_days') }}
),

data_ends as (
    select max({{ month_of(booked_date) }}) as last_month
    from booked
),

loan_changes as (
    select
        loan_id,
        granted_date as change_date,
        amount as change
    from loans
    where granted_date <= {{ param('as_of') }}
    union all
    select
        loans.loan_id,
        booked.booked_date as change_date,
        -booked.amount as change
    from booked
    join loans on loans.account_id = booked.account_id
    where booked.purpose = 'UVER' and booked.booked_date >= loans.granted_date
),

loan_days as (
    select
        loan_id,
        change_date,
        sum(sum(change)) over (partition by loan_id order by change_date) as owed
    from loan_changes
    group by loan_id, change_date
),

-- Payments are rounded to a tenth of a crown, so the last one may be a little too much.
balance_days as (
    select
        account_id,
        booked_date as balance_date,
        day_end as balance
    from booked_days
    union all
    select
        accounts.account_id,
        loan_days.change_date as balance_date,
        case when loan_days.owed < 0 then 0 else loan_days.owed end as balance
    from loan_days
    join accounts
        on accounts.product = 'loan'
        and accounts.source_key = cast(loan_days.loan_id as varchar)
),

-- A negative day-end of an account is owed to the bank: as an asset it counts 0.
counted_days as (
    select
        account_id,
        balance_date,
        balance,
        case when balance < 0 then 0 else balance end as counted
    from balance_days
),

changes as (
    select
        account_id,
        {{ month_of(balance_date) }} as month,
        {{ days_between(balance_date, {{ last_day({{ month_of(balance_date) }}) }}) }} + 1
            as days_left,
        balance - coalesce(
            lag(balance) over (partition by account_id order by balance_date), 0
        ) as change,
        counted - coalesce(
            lag(counted) over (partition by account_id order by balance_date), 0
        ) as change_counted
    from counted_days
),

month_changes as (
    select
        account_id,
        month,
        sum(change) as change,
        sum(change_counted) as change_counted,
        sum(change_counted * days_left) as balance_days
    from changes
    group by account_id, month
),

digits as (
    select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as t (digit)
),

month_numbers as (
    select hundreds.digit * 100 + tens.digit * 10 + ones.digit as month_no
    from digits hundreds
    cross join digits tens
    cross join digits ones
),

account_months as (
    select
        accounts.account_id,
        {{ add_months({{ month_of(accounts.opened_date) }}, month_numbers.month_no) }} as month
    from accounts
    join month_numbers
        on month_numbers.month_no
        <= {{ month_index({{ month_of({{ param('as_of') }}) }}) }}
        - {{ month_index({{ month_of(accounts.opened_date) }}) }}
),

carried as (
    select
        account_months.account_id,
        account_months.month,
        coalesce(month_changes.balance_days, 0) as balance_days,
        coalesce(month_changes.change_counted, 0) as change_counted,
        sum(coalesce(month_changes.change, 0)) over running as balance_end,
        sum(coalesce(month_changes.change_counted, 0)) over running as counted_end
    from account_months
    left join month_changes
        on month_changes.account_id = account_months.account_id
        and month_changes.month = account_months.month
    window running as (partition by account_months.account_id order by account_months.month)
),

totals as (
    select
        account_id,
        month,
        balance_end,
        balance_days + (counted_end - change_counted) * {{ days_in(month) }} as balance_days
    from carried
),

balances as (
    select
        totals.account_id,
        totals.month,
        case
            when totals.month <= data_ends.last_month
                then {{ mean(totals.balance_days, {{ days_in(totals.month) }}) }}
        end as balance_avg,
        case
            when totals.month <= data_ends.last_month
                then cast(totals.balance_end as decimal(18,2))
        end as balance_end
    from totals
    cross join data_ends
)

select * from balances
