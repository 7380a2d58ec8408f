-- The stage of every party with how the policy says to manage it.
with states as (
    select
        party_id,
        month,
        stage,
        since_month,
        reason
    from {{ ref('scores.lifecycle_states') }}
),

modes as (
    {{ param('lifecycle_modes') }}
),

lifecycle_stages as (
    select
        states.party_id,
        states.month,
        states.stage as lifecycle_stage,
        states.since_month as lifecycle_since_month,
        states.reason as lifecycle_reason,
        modes.mode as management_mode
    from states
    left join modes on modes.stage = states.stage
)

select * from lifecycle_stages
