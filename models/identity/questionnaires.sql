-- Questionnaires of all systems.
with delivered as (
    select * from {{ ref('identity.*__questionnaires') }} of_systems
),

questionnaires as (
    select
        questionnaire_id,
        record_id,
        answered_date,
        valid_until_date,
        score,
        risk_capacity
    from delivered
    where answered_date <= {{ param('as_of') }}
)

select * from questionnaires
