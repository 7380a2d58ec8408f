-- Campaigns.
with campaigns as (
    select * from {{ source('sample_crm', 'campaigns') }}
),

renamed as (
    select
        campaign_no,
        name,
        product,
        starts_on as from_date,
        ends_on as until_date,
        channel
    from campaigns
)

select * from renamed
