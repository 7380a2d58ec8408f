-- Members in the words of the one model of the bank.
with delivered as (
    select * from {{ ref('staging.sample_crm__campaign_members') }}
),

campaign_members as (
    select
        {{ record_id('sample_crm', 'campaign', campaign_no) }} as campaign_id,
        {{ record_id('sample_crm', 'client', client_no) }} as record_id,
        arm,
        contacted_date,
        responded_date
    from delivered
)

select * from campaign_members
