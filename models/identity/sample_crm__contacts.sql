-- Talks in the words of the one model of the bank.
with delivered as (
    select * from {{ ref('staging.sample_crm__contacts') }}
),

contacts as (
    select
        {{ record_id('sample_crm', 'contact', cast(contact_no as varchar)) }} as contact_id,
        {{ record_id('sample_crm', 'client', client_no) }} as record_id,
        contacted_date,
        direction,
        channel,
        outcome,
        {{ record_id('sample_crm', 'staff', staff_no) }} as staff_id
    from delivered
)

select * from contacts
