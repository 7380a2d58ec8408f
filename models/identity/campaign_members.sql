-- Who was chosen for campaigns, and what had come of it on the as-of day.
with delivered as (
    select * from {{ ref('identity.*__campaign_members') }} of_systems
),

campaign_members as (
    select
        campaign_id,
        record_id,
        arm,
        case when contacted_date <= {{ param('as_of') }} then contacted_date end as contacted_date,
        case when responded_date <= {{ param('as_of') }} then responded_date end as responded_date
    from delivered
)

select * from campaign_members
