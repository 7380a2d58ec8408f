-- Complaints. What clients wrote stays here.
with complaints as (
    select * from {{ source('sample_crm', 'complaints') }}
),

renamed as (
    select
        complaint_no,
        client_no,
        category,
        severity,
        opened_on as opened_date,
        closed_on as closed_date,
        outcome,
        text as complaint_text
    from complaints
)

select * from renamed
