-- Campaigns in the words of the one model of the bank.
with delivered as (
    select * from {{ ref('staging.sample_crm__campaigns') }}
),

campaigns as (
    select
        {{ record_id('sample_crm', 'campaign', campaign_no) }} as campaign_id,
        'sample_crm' as system,
        campaign_no as source_key,
        name,
        product,
        channel,
        from_date,
        until_date
    from delivered
)

select * from campaigns
