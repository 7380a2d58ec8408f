-- Who was chosen for campaigns.
with campaign_members as (
    select * from {{ source('sample_crm', 'campaign_members') }}
),

renamed as (
    select
        campaign_no,
        client_no,
        arm,
        contacted_on as contacted_date,
        responded_on as responded_date
    from campaign_members
)

select * from renamed
