-- Talks with clients. Notes stay here.
with contacts as (
    select * from {{ source('sample_crm', 'contacts') }}
),

renamed as (
    select
        contact_no,
        client_no,
        staff_no,
        contacted_on as contacted_date,
        direction,
        channel,
        outcome,
        note
    from contacts
)

select * from renamed
