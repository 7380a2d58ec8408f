-- Answers on how much risk a client can bear.
with questionnaires as (
    select * from {{ source('sample_crm', 'questionnaires') }}
),

renamed as (
    select
        questionnaire_no,
        client_no,
        answered_on as answered_date,
        valid_until as valid_until_date,
        score,
        grade as risk_capacity
    from questionnaires
)

select * from renamed
