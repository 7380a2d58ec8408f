-- Day-end balances of all systems that deliver some, each with the days on which it holds: until
-- the next one of its account, and the last one to the end of the last month that its system has
-- delivered. What comes after that is unknown, not the same.
with delivered as (
    select account_id, day, balance from {{ ref('identity.*__day_ends') }} of_systems
    where day <= {{ param('as_of') }}
),

accounts as (
    select account_id, system from {{ ref('identity.accounts') }}
),

system_ends as (
    select
        accounts.system,
        {{ last_day({{ month_of(max(delivered.day)) }}) }} as last_day
    from delivered
    join accounts on accounts.account_id = delivered.account_id
    group by accounts.system
),

day_ends as (
    select
        delivered.account_id,
        delivered.day,
        coalesce(
            {{ add_days(
                lead(delivered.day) over (
                    partition by delivered.account_id order by delivered.day
                ),
                -1
            ) }},
            system_ends.last_day
        ) as until_day,
        delivered.balance
    from delivered
    join accounts on accounts.account_id = delivered.account_id
    join system_ends on system_ends.system = accounts.system
)

select * from day_ends
