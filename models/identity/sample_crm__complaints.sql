-- Complaints in the words of the one model of the bank.
with delivered as (
    select * from {{ ref('staging.sample_crm__complaints') }}
),

complaints as (
    select
        {{ record_id('sample_crm', 'complaint', cast(complaint_no as varchar)) }} as complaint_id,
        {{ record_id('sample_crm', 'client', client_no) }} as record_id,
        category,
        severity,
        opened_date,
        closed_date,
        outcome
    from delivered
)

select * from complaints
