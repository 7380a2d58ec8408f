-- One close of one ladder: the rules of a month close, in their order.
-- The facts of the month and the numbers of the policy are written into it; the rest is one text
-- for every policy. src/tiers/assign-tier.ts does the same for one party, and a test holds the two
-- equal. Tiers are levels, positions in the ladder of the version in force, 0 for the base tier;
-- `level_now` takes the level that the version of the close before has left to that of this one.

-- What the last close left behind. A `left` row carries nothing: the party counts as never seen.
with before as (
    select * from {{ previous() }} where earned_cause <> 'left'
),

-- The same once more, for the few that identity has moved: an engine keeps what is read twice.
movable as (
    select * from {{ previous() }} where earned_cause <> 'left'
),

changes as (
    select * from {{ ref('identity.party_changes') }}
    where month = {{ param('month') }} and ladder in ('*', {{ param('ladder_id') }})
),

facts as (
    {{ param('facts') }}
),

-- Identity changes: where the states of joined and divided parties go. Whoever takes over a
-- state and has not been divided brings its own one too.
moves as (
    select old_party_id, new_party_id, kind from changes
    union all
    select distinct new_party_id, new_party_id, cast(null as varchar) from changes
    where new_party_id not in (select old_party_id from changes)
),

-- The state with the highest tier comes first, among equals the party's own, then the lowest id.
moved as (
    select
        moves.new_party_id as holder_id,
        movable.*,
        coalesce(moves.kind, '') = 'split' as is_part,
        min(moves.kind) over (partition by moves.new_party_id) = 'merged' as is_merged,
        row_number() over (
            partition by moves.new_party_id
            order by
                coalesce({{ level_now(movable.earned_level) }}, -1) desc,
                case when movable.party_id = moves.new_party_id then 0 else 1 end,
                movable.party_id
        ) as place
    from moves
    inner join movable on movable.party_id = moves.old_party_id
),

-- The part of a divided party goes on without counts. A run of reviews without a level is none.
states as (
    select
        party_id as holder_id,
        cast(null as boolean) as is_merged,
        {{ level_now(earned_level) }} as earned_level,
        below_count,
        case when not {{ param('is_below_reset') }} then {{ level_now(below_level_max) }} end
            as below_level_max,
        up_count,
        {{ level_now(up_level_min) }} as up_level_min,
        stale_count,
        closes_since_entry
    from before
    where party_id not in (select old_party_id from moves)
    union all
    select
        holder_id,
        is_merged,
        {{ level_now(earned_level) }},
        below_count,
        case
            when not is_part and not {{ param('is_below_reset') }}
                then {{ level_now(below_level_max) }}
        end,
        up_count,
        case when not is_part then {{ level_now(up_level_min) }} end,
        case when is_part then 0 else stale_count end,
        closes_since_entry
    from moved
    where place = 1
),

-- Unknown membership keeps a party in: its close is missing. Whoever has a state and is no member
-- any more leaves, and gets one last row. A run of reviews ends where the version makes one tier of
-- two, so that it touched the tier held.
closing as (
    select
        members.*,
        states.holder_id,
        states.is_merged,
        states.earned_level,
        case when below_level_max < earned_level then below_count else 0 end as below_count,
        case when below_level_max < earned_level then below_level_max end as below_level_max,
        case when up_level_min > earned_level then up_count else 0 end as up_count,
        case when up_level_min > earned_level then up_level_min end as up_level_min,
        states.stale_count,
        states.closes_since_entry,
        members.party_id is null as is_leaving
    from (select * from facts where coalesce(in_population, true)) as members
    full join states on states.holder_id = members.party_id
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
            when stale_count + {{ param('stale_step') }} > {{ param('missing_keep') }}
                then {{ param('missing_keep') }} + 1
            else stale_count + {{ param('stale_step') }}
        end as stale_count_new
    from sure_levels
),

-- Where no tier can be kept, what is partly known is taken as known.
raw_levels as (
    select
        *,
        earned_level is null or stale_count_new > {{ param('missing_keep') }} as is_patience_over,
        case
            when sure_level is not null then sure_level
            when not is_partly_known then null
            when earned_level is null then raw_low
            when stale_count_new > {{ param('missing_keep') }} then raw_low
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
            when raw_level is null or not {{ param('is_upgrade_due') }} then up_count
            when raw_level > earned_level then up_count + 1
            else 0
        end as up_count_new,
        case
            when raw_level is null or not {{ param('is_upgrade_due') }} then up_level_min
            when raw_level > earned_level and up_level_min < raw_level then up_level_min
            when raw_level > earned_level then raw_level
        end as up_level_min_new,
        case
            when raw_level is null or not {{ param('is_downgrade_due') }} then below_count
            when raw_level < earned_level then below_count + 1
            else 0
        end as below_count_new,
        case
            when raw_level is null or not {{ param('is_downgrade_due') }} then below_level_max
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
            when raw_level > earned_level and not {{ param('is_upgrade_due') }} then 'unreviewed'
            when raw_level > earned_level and up_count_new < {{ param('upgrade_after') }}
                then 'rising'
            when raw_level > earned_level then 'upgraded'
            when not {{ param('is_downgrade_due') }} then 'unreviewed'
            when below_count_new < {{ wait_of(earned_level) }} then 'protected'
            when closes_since_entry + 1 <= {{ param('grace') }} then 'protected'
            when {{ param('is_grandfathered') }} then 'protected'
            else 'downgraded'
        end as review_cause
    from counted
),

-- An upgrade ends at the lowest level of its run, a few steps up at most; a downgrade by review
-- at the level of the day or at the best one of its run, one at once always at that of the day.
outcomes as (
    select
        *,
        is_leaving
            or review_cause in ('entered', 'upgraded', 'downgraded', 'untiered') as is_cleared,
        case
            when review_cause in ('untiered', 'left') then null
            when review_cause = 'entered' then raw_level
            when review_cause = 'upgraded'
                and up_level_min_new > earned_level + {{ param('upgrade_steps_max') }}
                then earned_level + {{ param('upgrade_steps_max') }}
            when review_cause = 'upgraded' then up_level_min_new
            when {{ param('is_best_of_wait') }}
                and settled_cause is null and review_cause = 'downgraded'
                then below_level_max_new
            when review_cause = 'downgraded' then raw_level
            else earned_level
        end as earned_level_new
    from reviewed
),

-- The state for the next close. What identity did shows where the reviews changed nothing.
closed as (
    select
        *,
        case
            when raw_level = raw_low then route_low
            when raw_level = raw_high then route_high
        end as route,
        case
            when is_merged is null then review_cause
            when review_cause not in ('unchanged', 'protected', 'rising', 'unreviewed')
                then review_cause
            when is_merged then 'merged'
            else 'split'
        end as earned_cause,
        case when earned_level_new is null then 0 else stale_count_new end as stale_count_kept,
        case
            when review_cause in ('entered', 'untiered', 'left') then 0
            else closes_since_entry + 1
        end as closes_since_entry_new
    from outcomes
),

-- The highest grant of the first day of the service month, the oldest of those for one tier.
best_grants as (
    select
        party_id,
        {{ level_of(tier) }} as level,
        cast(grant_id as varchar) as rule,
        row_number() over (
            partition by party_id
            order by coalesce({{ level_of(tier) }}, -1) desc, grant_id
        ) as place
    from {{ param('grants') }} as grants
),

-- An override whose tier the ladder does not have any more raises nobody, but may lift a cap.
overrides as (
    select
        party_id,
        override_id,
        mode = 'exactly' as is_exact,
        not serves as is_over,
        case when serves then {{ level_of(tier) }} end as level,
        case when serves then lifts end as lifts
    from {{ param('overrides') }} as decided
),

-- What is given: floors and grants raise whoever has a tier, an override also who has none.
-- Whoever leaves has no facts and no `party_id` here, so that nothing is given.
raised as (
    select
        closed.*,
        overrides.override_id,
        overrides.is_exact,
        overrides.level as override_level,
        coalesce(overrides.is_over, false) as is_override_over,
        case
            when overrides.lifts = {{ cap_id(cap_number) }} then spare_cap_number
            else cap_number
        end as cap_held,
        coalesce(express_level > coalesce(best_grants.level, -1), false) as is_express,
        best_grants.level as grant_level,
        best_grants.rule as grant_rule,
        case
            when {{ floor_level(floor_number) }} > earned_level_new
                then {{ floor_level(floor_number) }}
            else earned_level_new
        end as floored_level
    from closed
    left join best_grants
        on best_grants.party_id = closed.party_id and best_grants.place = 1
    left join overrides on overrides.party_id = closed.party_id
),

granted as (
    select
        *,
        case
            when is_express and express_level > floored_level then express_level
            when not is_express and grant_level > floored_level then grant_level
            else floored_level
        end as granted_level
    from raised
),

overridden as (
    select
        *,
        coalesce(is_exact or override_level > coalesce(granted_level, -1), false)
            and override_level is not null as is_overridden
    from granted
),

-- Caps come last. The cause is the last step that changed the tier.
capped as (
    select
        *,
        {{ cap_level(cap_held) }}
            < case when is_overridden then override_level else granted_level end as is_capped
    from overridden
),

given as (
    select
        *,
        case
            when is_capped then {{ cap_level(cap_held) }}
            when is_overridden then override_level
            else granted_level
        end as given_level,
        case
            when is_capped then 'capped'
            when is_overridden then 'overridden'
            when granted_level > floored_level then 'granted'
            when floored_level > earned_level_new then 'floored'
            when is_override_over then 'override_expired'
            else 'earned'
        end as cause,
        case
            when is_capped then {{ cap_id(cap_held) }}
            when is_overridden then cast(override_id as varchar)
            when granted_level > floored_level and is_express then 'express'
            when granted_level > floored_level then grant_rule
            when floored_level > earned_level_new then {{ floor_id(floor_number) }}
        end as rule
    from capped
),

assignments as (
    select
        coalesce(party_id, holder_id) as party_id,
        measure,
        cast(raw_level as integer) as raw_level,
        cast(route as integer) as route,
        cast(earned_level_new as integer) as earned_level,
        cast(earned_cause as varchar) as earned_cause,
        cast(case when is_cleared then 0 else below_count_new end as integer) as below_count,
        cast(case when not is_cleared then below_level_max_new end as integer) as below_level_max,
        cast(case when is_cleared then 0 else up_count_new end as integer) as up_count,
        cast(case when not is_cleared then up_level_min_new end as integer) as up_level_min,
        cast(stale_count_kept as integer) as stale_count,
        cast(closes_since_entry_new as integer) as closes_since_entry,
        cast(case when qualified_level > raw_level then qualified_level end as integer)
            as qualified_level,
        cast(given_level as integer) as level,
        cast(cause as varchar) as cause,
        cast(rule as varchar) as rule,
        coalesce(is_restricted, false) as is_restricted
    from given
)

select * from assignments
