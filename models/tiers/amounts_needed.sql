-- What the month's average needs to reach each tier above the one held, and to keep that one, as
-- of the day: x = (at_least * days - sum - (days - days_known) * balance) / (days - days_known),
-- for money that counts from the next day on. src/tiers/amount-needed.ts says the same of one
-- party, and a test holds the two equal. Tiers are levels of the version in force.

-- What the last close before this month has left.
with held as (
    select
        party_id,
        {{ level_now(earned_level) }} as held_level,
        is_restricted
    from {{ param('held') }} closed
    where earned_cause <> 'left'
),

parties as (
    select
        party_id,
        kind as party_kind
    from {{ ref('identity.parties') }}
),

thresholds as (
    select level, at_least from {{ param('thresholds') }}
),

known as (
    select
        party_id,
        {{ param('known_parts') }}
    from {{ ref('features.party_today') }}
),

measured as (
    select
        party_id,
        {{ param('measure_sum') }} as measure_sum,
        {{ param('measure_now') }} as measure_now
    from known
),

-- The tier held and all above it; to whoever holds none, all tiers lie above.
aims as (
    select
        measured.party_id,
        thresholds.level,
        thresholds.at_least,
        held.held_level,
        coalesce(held.is_restricted, false) as is_restricted,
        measured.measure_sum,
        measured.measure_now,
        {{ days_in({{ param('month') }}) }} as days,
        {{ days_in({{ param('month') }}) }} - day({{ param('day') }}) as days_left
    from measured
    join parties on parties.party_id = measured.party_id
    left join held on held.party_id = measured.party_id
    cross join thresholds
    where
        {{ param('is_in_population') }}
        and thresholds.level >= coalesce(held.held_level, 0)
),

missing as (
    select
        *,
        cast(at_least * days as decimal(38,6)) - measure_sum
        - cast(measure_now * days_left as decimal(38,6)) as missing_days
    from aims
),

-- On the last day all is decided. What is held decides what may leave.
spared as (
    select
        *,
        case
            when days_left > 0 and missing_days > 0
                then {{ cents_up(missing_days, days_left) }}
            when days_left > 0 and missing_days <= 0 then cast(0 as decimal(18,2))
        end as needed,
        case
            when level = held_level and days_left > 0 and missing_days < 0
                then {{ cents_down(-missing_days, days_left) }}
            when level = held_level and days_left > 0 and missing_days >= 0
                then cast(0 as decimal(18,2))
        end as spare
    from missing
),

amounts_needed as (
    select
        party_id,
        cast(level as integer) as level,
        cast(held_level as integer) as held_level,
        is_restricted,
        measure_sum,
        measure_now,
        cast(missing_days as decimal(38,6)) as missing_days,
        needed,
        case
            when {{ cents_down(measure_now, 1) }} < spare then {{ cents_down(measure_now, 1) }}
            else spare
        end as may_leave
    from spared
)

select * from amounts_needed
