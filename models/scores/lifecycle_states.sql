-- The lifecycle of every party: a state machine that goes on from the month before. The numbers of
-- the policy are the one row of `rules`. src/scores/next-stage.ts does the same for one party, and
-- a test holds the two equal.
with rules as (
    {{ param('lifecycle_rules') }}
),

facts as (
    {{ param('lifecycle_facts') }}
),

month_before as (
    select * from {{ previous() }} lifecycle_states
),

carried as (
    select
        facts.party_id,
        facts.accounts_open,
        facts.tenure_days,
        facts.next_maturity_date,
        facts.loans_running,
        facts.aum_avg_month,
        cast(facts.transactions_month as bigint) as transactions_month,
        month_before.stage as stage_before,
        month_before.since_month,
        case
            when facts.days_since_customer_transaction is not null
                then facts.days_since_customer_transaction
            when facts.tenure_days
                < coalesce(month_before.idle_days, 0) + {{ days_in({{ param('month') }}) }}
                then facts.tenure_days
            else coalesce(month_before.idle_days, 0) + {{ days_in({{ param('month') }}) }}
        end as idle_days,
        coalesce(month_before.dormant_months, 0) as dormant_months,
        coalesce(month_before.won_back_months, 0) as won_back_months,
        month_before.aum_1,
        month_before.aum_2,
        month_before.aum_3,
        coalesce(month_before.aum_fall_months, 0) as aum_fall_months,
        month_before.aum_fall_base,
        coalesce(month_before.aum_rise_months, 0) as aum_rise_months,
        month_before.aum_rise_base,
        month_before.activity_1,
        month_before.activity_2,
        month_before.activity_3,
        coalesce(month_before.activity_fall_months, 0) as activity_fall_months,
        month_before.activity_fall_base,
        coalesce(month_before.activity_rise_months, 0) as activity_rise_months,
        month_before.activity_rise_base
    from facts
    left join month_before on month_before.party_id = facts.party_id
),

-- A month whose assets are unknown keeps the stage and all that is counted.
untold as (
    select
        party_id,
        {{ param('month') }} as month,
        stage_before as stage,
        'aum_unknown' as reason,
        since_month,
        stage_before,
        idle_days,
        dormant_months,
        won_back_months,
        aum_1,
        aum_2,
        aum_3,
        aum_fall_months,
        aum_fall_base,
        aum_rise_months,
        aum_rise_base,
        activity_1,
        activity_2,
        activity_3,
        activity_fall_months,
        activity_fall_base,
        activity_rise_months,
        activity_rise_base
    from carried
    where aum_avg_month is null
),

-- What a month is compared with: the three months before the first that lay beyond them, until
-- these are too old; else the three months before this one. Sums of three, so nothing is rounded.
based as (
    select
        carried.*,
        rules.*,
        case
            when aum_fall_months between 1 and fall_base_months - 1 then aum_fall_base
            else aum_1 + aum_2 + aum_3
        end as aum_fall_against,
        case
            when aum_rise_months between 1 and rise_base_months - 1 then aum_rise_base
            else aum_1 + aum_2 + aum_3
        end as aum_rise_against,
        case
            when activity_fall_months between 1 and fall_base_months - 1 then activity_fall_base
            else activity_1 + activity_2 + activity_3
        end as activity_fall_against,
        case
            when activity_rise_months between 1 and rise_base_months - 1 then activity_rise_base
            else activity_1 + activity_2 + activity_3
        end as activity_rise_against
    from carried
    cross join rules
    where aum_avg_month is not null
),

compared as (
    select
        *,
        aum_fall_against > 0
        and cast(aum_avg_month as decimal(38,2)) * 30000
            <= cast(aum_fall_against as decimal(38,2)) * fall_to as aum_falls,
        aum_rise_against >= 0
        and aum_avg_month > 0
        and cast(aum_avg_month as decimal(38,2)) * 30000
            >= cast(aum_rise_against as decimal(38,2)) * rise_to as aum_rises,
        activity_fall_against > 0
        and transactions_month * 30000 <= activity_fall_against * fall_to as activity_falls,
        activity_rise_against >= 0
        and transactions_month > 0
        and transactions_month * 30000 >= activity_rise_against * rise_to as activity_rises,
        coalesce(stage_before, '') <> 'potential'
        and idle_days >= dormant_days
        and aum_avg_month < dormant_aum_below
        and next_maturity_date is null
        and coalesce(loans_running, 1) = 0 as is_asleep
    from based
),

-- Transactions that are unknown leave their runs as they were.
counted as (
    select
        party_id,
        accounts_open,
        tenure_days,
        aum_avg_month,
        stage_before,
        since_month,
        idle_days,
        case when is_asleep then dormant_months + 1 else 0 end as dormant_months,
        won_back_months,
        aum_avg_month as aum_1,
        aum_1 as aum_2,
        aum_2 as aum_3,
        case
            when not coalesce(aum_falls, false) then 0
            when aum_fall_months < fall_base_months then aum_fall_months + 1
            else 1
        end as aum_fall_months,
        case when aum_falls then aum_fall_against end as aum_fall_base,
        case
            when not coalesce(aum_rises, false) then 0
            when aum_rise_months < rise_base_months then aum_rise_months + 1
            else 1
        end as aum_rise_months,
        case when aum_rises then aum_rise_against end as aum_rise_base,
        coalesce(transactions_month, activity_1) as activity_1,
        case when transactions_month is null then activity_2 else activity_1 end as activity_2,
        case when transactions_month is null then activity_3 else activity_2 end as activity_3,
        case
            when transactions_month is null then activity_fall_months
            when not coalesce(activity_falls, false) then 0
            when activity_fall_months < fall_base_months then activity_fall_months + 1
            else 1
        end as activity_fall_months,
        case
            when transactions_month is null then activity_fall_base
            when activity_falls then activity_fall_against
        end as activity_fall_base,
        case
            when transactions_month is null then activity_rise_months
            when not coalesce(activity_rises, false) then 0
            when activity_rise_months < rise_base_months then activity_rise_months + 1
            else 1
        end as activity_rise_months,
        case
            when transactions_month is null then activity_rise_base
            when activity_rises then activity_rise_against
        end as activity_rise_base,
        dormant_days,
        lost_months,
        won_back_lasts,
        new_days,
        fall_months,
        fall_aum_min,
        fall_transactions_min,
        rise_months,
        rise_aum_min,
        rise_transactions_min
    from compared
),

-- The first that fits.
reasoned as (
    select
        *,
        case
            when accounts_open = 0
                and tenure_days is null
                and coalesce(stage_before, 'potential') = 'potential' then 'no_account'
            when accounts_open = 0 then 'accounts_closed'
            when dormant_months >= lost_months then 'dormant_long'
            when dormant_months > 0 then 'not_active'
            when won_back_months between 1 and won_back_lasts - 1 then 'active_again'
            when stage_before in ('dormant', 'lost') and idle_days < dormant_days
                then 'active_again'
            when stage_before = 'potential' then 'first_account'
            when coalesce(stage_before, 'new') = 'new' and tenure_days <= new_days
                then 'first_account'
            when aum_fall_months >= fall_months and aum_fall_base >= 3 * fall_aum_min
                then 'aum_fell'
            when activity_fall_months >= fall_months
                and activity_fall_base >= 3 * fall_transactions_min
                and aum_avg_month >= fall_aum_min then 'activity_fell'
            when aum_rise_months >= rise_months and aum_avg_month >= rise_aum_min
                then 'aum_rose'
            when activity_rise_months >= rise_months
                and activity_1 >= rise_transactions_min
                and aum_avg_month >= rise_aum_min then 'activity_rose'
            else 'neither'
        end as reason
    from counted
),

staged as (
    select
        *,
        case reason
            when 'no_account' then 'potential'
            when 'accounts_closed' then 'lost'
            when 'dormant_long' then 'lost'
            when 'not_active' then 'dormant'
            when 'active_again' then 'won_back'
            when 'first_account' then 'new'
            when 'aum_fell' then 'declining'
            when 'activity_fell' then 'declining'
            when 'aum_rose' then 'growing'
            when 'activity_rose' then 'growing'
            else 'stable'
        end as stage
    from reasoned
),

told as (
    select
        party_id,
        {{ param('month') }} as month,
        stage,
        reason,
        case when stage = stage_before then since_month else {{ param('month') }} end
            as since_month,
        stage_before,
        idle_days,
        dormant_months,
        case when stage = 'won_back' then won_back_months + 1 else 0 end as won_back_months,
        aum_1,
        aum_2,
        aum_3,
        aum_fall_months,
        aum_fall_base,
        aum_rise_months,
        aum_rise_base,
        activity_1,
        activity_2,
        activity_3,
        activity_fall_months,
        activity_fall_base,
        activity_rise_months,
        activity_rise_base
    from staged
),

together as (
    select * from told
    union all
    select * from untold
),

lifecycle_states as (
    select
        party_id,
        month,
        stage,
        reason,
        cast(since_month as integer) as since_month,
        stage_before,
        cast(idle_days as integer) as idle_days,
        cast(dormant_months as integer) as dormant_months,
        cast(won_back_months as integer) as won_back_months,
        aum_1,
        aum_2,
        aum_3,
        cast(aum_fall_months as integer) as aum_fall_months,
        cast(aum_fall_base as decimal(20,2)) as aum_fall_base,
        cast(aum_rise_months as integer) as aum_rise_months,
        cast(aum_rise_base as decimal(20,2)) as aum_rise_base,
        cast(activity_1 as bigint) as activity_1,
        cast(activity_2 as bigint) as activity_2,
        cast(activity_3 as bigint) as activity_3,
        cast(activity_fall_months as integer) as activity_fall_months,
        cast(activity_fall_base as bigint) as activity_fall_base,
        cast(activity_rise_months as integer) as activity_rise_months,
        cast(activity_rise_base as bigint) as activity_rise_base
    from together
)

select * from lifecycle_states
