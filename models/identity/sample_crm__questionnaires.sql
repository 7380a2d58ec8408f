-- Questionnaires in the words of the one model of the bank.
with delivered as (
    select * from {{ ref('staging.sample_crm__questionnaires') }}
),

questionnaires as (
    select
        {{ record_id('sample_crm', 'questionnaire', cast(questionnaire_no as varchar)) }}
            as questionnaire_id,
        {{ record_id('sample_crm', 'client', client_no) }} as record_id,
        answered_date,
        valid_until_date,
        score,
        risk_capacity
    from delivered
)

select * from questionnaires
