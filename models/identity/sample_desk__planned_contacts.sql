-- A line without a day plans nothing.
with clients as (
    select * from {{ ref('staging.sample_desk__clients') }}
),

planned_contacts as (
    select
        {{ record_id('sample_desk', 'planned_contact', cast(line_no as varchar)) }}
            as planned_contact_id,
        {{ record_id('sample_desk', 'client', cast(line_no as varchar)) }} as record_id,
        next_contact_date as planned_date,
        next_contact_subject as subject,
        cast(null as bigint) as staff_id
    from clients
    where next_contact_date is not null
)

select * from planned_contacts
