-- One close of one ladder: rules 1 to 6 of a month close, in their order.
-- Facts, params and ladder are written from the policy; from here on the text is the same for
-- every policy. src/tiers/assign-tier.ts does the same for one party, and a test holds the two
-- equal. Levels are positions in the ladder, 0 for the base tier; the state carries tier ids.

with facts as (
    {{ param('facts') }}
),

params as (
    {{ param('params') }}
),

ladder as (
    {{ param('ladder') }}
),

before as (
    select * from {{ previous() }}
),

-- What the last close left behind. A `left` row carries nothing: the party counts as never seen.
states as (
    select
        before.party_id,
        earned.level as earned_level,
        earned.wait as earned_wait,
        before.below_count,
        below_max.level as below_level_max,
        before.up_count,
        up_min.level as up_level_min,
        before.stale_count,
        before.closes_since_entry
    from before
    left join ladder as earned on earned.tier = before.earned_tier
    left join ladder as below_max on below_max.tier = before.below_tier_max
    left join ladder as up_min on up_min.tier = before.up_tier_min
    where before.earned_cause <> 'left'
),

-- Unknown membership keeps a party in: its close is missing.
members as (
    select *
    from facts
    where coalesce(in_population, true)
),

-- Leaving: whoever has a state and is no member any more gets one last row.
closing as (
    select
        coalesce(members.party_id, states.party_id) as party_id,
        members.party_id is null as is_leaving,
        members.in_population,
        coalesce(members.is_dropped_at_once, false) as is_dropped_at_once,
        members.measure,
        members.raw_low,
        members.raw_high,
        members.route_low,
        members.route_high,
        members.qualified_level,
        states.earned_level,
        states.earned_wait,
        coalesce(states.below_count, 0) as below_count,
        states.below_level_max,
        coalesce(states.up_count, 0) as up_count,
        states.up_level_min,
        coalesce(states.stale_count, 0) as stale_count,
        coalesce(states.closes_since_entry, 0) as closes_since_entry,
        params.*
    from members
    full join states on states.party_id = members.party_id
    cross join params
),

-- The level that holds whatever the unknown tests would say; null where they matter.
sure_levels as (
    select
        *,
        case
            when in_population is null then null
            when raw_low = raw_high then raw_low
            when raw_low > earned_level then raw_low
            when raw_high < earned_level then raw_high
        end as sure_level,
        measure is not null or raw_low > 0 as is_partly_known
    from closing
),

-- Closes that are not sure count as stale while a tier is held, where the downgrade review is due.
-- The count stays one above `missing_keep` until a close is sure again.
stale_counts as (
    select
        *,
        case
            when sure_level is not null or earned_level is null then 0
            when stale_count + stale_step > missing_keep then missing_keep + 1
            else stale_count + stale_step
        end as stale_count_new
    from sure_levels
),

-- Where no tier can be kept, what is partly known is taken as known.
raw_levels as (
    select
        *,
        earned_level is null or stale_count_new > missing_keep as is_patience_over,
        case
            when sure_level is not null then sure_level
            when not is_partly_known then null
            when earned_level is null then raw_low
            when stale_count_new > missing_keep then raw_low
        end as raw_level
    from stale_counts
),

-- What happens whatever the counts say; null: the reviews decide.
settled as (
    select
        *,
        case
            when is_leaving then 'left'
            when raw_level is null and is_patience_over then 'untiered'
            when raw_level is null then 'stale'
            when earned_level is null then 'entered'
            when is_dropped_at_once and raw_level < earned_level then 'downgraded'
        end as settled_cause
    from raw_levels
),

-- Counts change only at their own review, and not at a missing close.
counted as (
    select
        *,
        case
            when raw_level is null or not is_upgrade_due then up_count
            when raw_level > earned_level then up_count + 1
            else 0
        end as up_count_new,
        case
            when raw_level is null or not is_upgrade_due then up_level_min
            when raw_level > earned_level and up_level_min < raw_level then up_level_min
            when raw_level > earned_level then raw_level
        end as up_level_min_new,
        case
            when raw_level is null or not is_downgrade_due then below_count
            when raw_level < earned_level then below_count + 1
            else 0
        end as below_count_new,
        case
            when raw_level is null or not is_downgrade_due then below_level_max
            when raw_level < earned_level and below_level_max > raw_level then below_level_max
            when raw_level < earned_level then raw_level
        end as below_level_max_new
    from settled
),

reviewed as (
    select
        *,
        case
            when settled_cause is not null then settled_cause
            when raw_level = earned_level then 'unchanged'
            when raw_level > earned_level and not is_upgrade_due then 'unreviewed'
            when raw_level > earned_level and up_count_new < upgrade_after then 'rising'
            when raw_level > earned_level then 'upgraded'
            when not is_downgrade_due then 'unreviewed'
            when below_count_new < earned_wait then 'protected'
            when closes_since_entry + 1 <= grace then 'protected'
            else 'downgraded'
        end as earned_cause
    from counted
),

-- An upgrade ends at the lowest level of its run, a few steps up at most; a downgrade by review
-- at the level of the day or at the best one of its run, one at once always at that of the day.
outcomes as (
    select
        *,
        earned_cause in ('entered', 'upgraded', 'downgraded', 'untiered', 'left') as is_cleared,
        case
            when earned_cause in ('untiered', 'left') then null
            when earned_cause = 'entered' then raw_level
            when earned_cause = 'upgraded' and up_level_min_new > earned_level + upgrade_steps_max
                then earned_level + upgrade_steps_max
            when earned_cause = 'upgraded' then up_level_min_new
            when settled_cause is null and earned_cause = 'downgraded'
                and downgrade_to = 'best_of_wait' then below_level_max_new
            when earned_cause = 'downgraded' then raw_level
            else earned_level
        end as earned_level_new
    from reviewed
),

-- The state for the next close, and what follows from the levels alone.
closed as (
    select
        party_id,
        ladder,
        close_month,
        measure,
        raw_level,
        case
            when raw_level = raw_low then route_low
            when raw_level = raw_high then route_high
        end as route,
        earned_level_new as earned_level,
        earned_cause,
        case when is_cleared then 0 else below_count_new end as below_count,
        case when not is_cleared then below_level_max_new end as below_level_max,
        case when is_cleared then 0 else up_count_new end as up_count,
        case when not is_cleared then up_level_min_new end as up_level_min,
        case when earned_level_new is null then 0 else stale_count_new end as stale_count,
        case
            when earned_cause in ('entered', 'untiered', 'left') then 0
            else closes_since_entry + 1
        end as closes_since_entry,
        coalesce(raw_level < earned_level_new, false) as is_below,
        1 + {{ idiv(
            grace - closes_since_entry - closes_to_review + closes_a_review - 1, closes_a_review
        ) }} as reviews_of_grace,
        case when qualified_level > raw_level then qualified_level end as qualified_level
    from outcomes
),

-- Levels become tiers again, with what the ladder says of them.
named as (
    select
        closed.*,
        raw.tier as raw_tier,
        raw.at_least as raw_at_least,
        raw.near_until,
        above.tier as next_tier,
        above.at_least as next_at_least,
        above.near_from,
        earned.tier as earned_tier,
        earned.at_least as earned_at_least,
        earned.wait - closed.below_count as reviews_of_wait,
        below_max.tier as below_tier_max,
        up_min.tier as up_tier_min,
        qualified.tier as qualified_for
    from closed
    left join ladder as raw on raw.level = closed.raw_level
    left join ladder as above on above.level = closed.raw_level + 1
    left join ladder as earned on earned.level = closed.earned_level
    left join ladder as below_max on below_max.level = closed.below_level_max
    left join ladder as up_min on up_min.level = closed.up_level_min
    left join ladder as qualified on qualified.level = closed.qualified_level
),

-- A tier falls at the first review at which both its wait and the grace of newcomers are over.
assignments as (
    select
        party_id,
        cast(ladder as varchar) as ladder,
        cast(close_month as integer) as month,
        measure,
        cast(raw_tier as varchar) as raw_tier,
        cast(route as integer) as route,
        cast(earned_tier as varchar) as earned_tier,
        cast(earned_cause as varchar) as earned_cause,
        cast(earned_tier as varchar) as tier,
        cast('earned' as varchar) as cause,
        cast(below_count as integer) as below_count,
        cast(below_tier_max as varchar) as below_tier_max,
        cast(up_count as integer) as up_count,
        cast(up_tier_min as varchar) as up_tier_min,
        cast(stale_count as integer) as stale_count,
        cast(closes_since_entry as integer) as closes_since_entry,
        cast(
            case
                when not is_below then null
                when reviews_of_wait <= 1 and reviews_of_grace <= 1 then 1
                when reviews_of_wait >= reviews_of_grace then reviews_of_wait
                else reviews_of_grace
            end as integer
        ) as reviews_left,
        cast(next_tier as varchar) as next_tier,
        cast(
            case when measure >= next_at_least then 0 else next_at_least - measure end
            as decimal(24,6)
        ) as next_gap,
        cast(
            case
                when not is_below then null
                when measure >= earned_at_least then 0
                else earned_at_least - measure
            end as decimal(24,6)
        ) as keep_gap,
        cast(
            case
                when route is not null then null
                when measure >= near_from and measure < next_at_least then 'up'
                when measure >= raw_at_least and measure < near_until then 'down'
            end as varchar
        ) as near,
        cast(qualified_for as varchar) as qualified_for
    from named
)

select * from assignments
