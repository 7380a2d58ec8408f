-- The balance at the end of each day with bookings. Rows of a day come in no order, so of the
-- balances that stand in them the end of the day is the one nearest to the previous day's end
-- plus what was booked; of two equally near ones the lower. Days with one balance are known at
-- once. For the others it is worked out what each possible end of the day before would lead to,
-- so that following an account from a known day on is a plain join, a few steps deep.
with recursive account_keys as (
    select
        account_id as account_number,
        {{ record_id('berka', 'account', cast(account_id as varchar)) }} as account_id
    from {{ ref('staging.berka__account') }}
),

booked as (
    select
        account_id,
        booked_date,
        balance,
        case when direction = 'PRIJEM' then amount else -amount end as amount
    from {{ ref('staging.berka__trans') }}
    where booked_date <= {{ param('as_of') }}
),

sums as (
    select
        account_id,
        booked_date,
        sum(amount) as net,
        min(balance) as balance_min,
        max(balance) as balance_max
    from booked
    group by account_id, booked_date
),

days as (
    select
        account_id,
        booked_date,
        net,
        balance_min,
        balance_min = balance_max as is_settled,
        row_number() over (partition by account_id order by booked_date) as day_no
    from sums
),

open_days as (
    select
        account_id,
        booked_date,
        net,
        day_no
    from days
    where not is_settled
),

possible_ends as (
    select distinct
        open_days.account_id,
        open_days.day_no,
        booked.balance
    from open_days
    join booked
        on booked.account_id = open_days.account_id
        and booked.booked_date = open_days.booked_date
),

possible_starts as (
    select
        account_id,
        day_no + 1 as day_no,
        balance
    from possible_ends
    union all
    select
        account_id,
        day_no + 1 as day_no,
        balance_min as balance
    from days
    where is_settled
    union all
    select
        account_id,
        day_no,
        cast(0 as decimal(18,2)) as balance
    from open_days
    where day_no = 1
),

ranked_steps as (
    select
        open_days.account_id,
        open_days.day_no,
        possible_starts.balance as day_start,
        possible_ends.balance as day_end,
        row_number() over (
            partition by open_days.account_id, open_days.day_no, possible_starts.balance
            order by
                abs(possible_ends.balance - possible_starts.balance - open_days.net),
                possible_ends.balance
        ) as rank_no
    from open_days
    join possible_starts
        on possible_starts.account_id = open_days.account_id
        and possible_starts.day_no = open_days.day_no
    join possible_ends
        on possible_ends.account_id = open_days.account_id
        and possible_ends.day_no = open_days.day_no
),

steps as (
    select
        account_id,
        day_no,
        day_start,
        day_end
    from ranked_steps
    where rank_no = 1
),

first_known as (
    select
        account_id,
        day_no,
        balance_min as day_end
    from days
    where is_settled
    union all
    select
        account_id,
        day_no,
        day_end
    from steps
    where day_no = 1
),

known (account_id, day_no, day_end) as (
    select
        account_id,
        day_no,
        day_end
    from first_known
    union all
    select
        steps.account_id,
        steps.day_no,
        steps.day_end
    from known
    join steps
        on steps.account_id = known.account_id
        and steps.day_no = known.day_no + 1
        and steps.day_start = known.day_end
),

followed as (
    select
        days.account_id,
        days.booked_date,
        days.net,
        known.day_end,
        coalesce(
            lag(known.day_end) over (partition by days.account_id order by days.day_no),
            0
        ) as day_start
    from days
    join known on known.account_id = days.account_id and known.day_no = days.day_no
),

day_ends as (
    select
        account_keys.account_id,
        followed.booked_date,
        cast(followed.day_start as decimal(18,2)) as day_start,
        cast(followed.net as decimal(18,2)) as net,
        followed.day_end,
        cast(followed.day_end - followed.day_start - followed.net as decimal(18,2)) as difference
    from followed
    join account_keys on account_keys.account_number = followed.account_id
)

select * from day_ends
