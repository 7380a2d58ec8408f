-- A party exists from the month in which its first account opens. Of one that has several records
-- each field is told by the record that the policy of survivorship chooses.
with records as (
    select * from {{ ref('identity.records') }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

accounts as (
    select owner_record_id, opened_date from {{ ref('identity.accounts') }}
    where opened_date <= {{ param('as_of') }}
),

origins as (
    select * from {{ ref('identity.party_origins') }}
),

first_accounts as (
    select
        party_map.party_id,
        min(accounts.opened_date) as first_date
    from accounts
    join party_map on party_map.record_id = accounts.owner_record_id
    group by party_map.party_id
),

told as (
    select
        origins.party_id,
        min(
            case when records.record_id = origins.kind_record_id then
                records.system || ':' || records.entity || ':' || records.source_key
            end
        ) as record_key,
        min(case when records.record_id = origins.kind_record_id then records.kind end) as kind,
        min(case when records.record_id = origins.name_record_id then records.name_masked end)
            as name_masked,
        min(case when records.record_id = origins.birth_date_record_id then records.birth_date end)
            as birth_date,
        min(case when records.record_id = origins.sex_record_id then records.sex end) as sex,
        min(case when records.record_id = origins.branch_record_id then records.branch end)
            as branch,
        min(case when records.record_id = origins.region_record_id then records.region end)
            as region,
        min(case when records.record_id = origins.industry_record_id then records.industry end)
            as industry,
        min(
            case when records.record_id = origins.private_banking_agreement_record_id then
                case when records.private_banking_agreement then 1 else 0 end
            end
        ) as agreement,
        min(
            case when records.record_id = origins.annual_sales_record_id then
                records.annual_sales
            end
        ) as annual_sales
    from origins
    join party_map on party_map.party_id = origins.party_id
    join records on records.record_id = party_map.record_id
    group by origins.party_id
),

parties as (
    select
        first_accounts.party_id,
        coalesce(
            founders.system || ':' || founders.entity || ':' || founders.source_key,
            told.record_key
        ) as record_key,
        coalesce(told.kind, founders.kind) as kind,
        coalesce(told.name_masked, founders.name_masked) as name_masked,
        coalesce(told.birth_date, founders.birth_date) as birth_date,
        coalesce(told.sex, founders.sex) as sex,
        coalesce(told.branch, founders.branch) as branch,
        coalesce(told.region, founders.region) as region,
        coalesce(told.industry, founders.industry) as industry,
        coalesce(told.agreement = 1, founders.private_banking_agreement)
            as private_banking_agreement,
        coalesce(told.annual_sales, founders.annual_sales) as annual_sales,
        {{ month_of(first_accounts.first_date) }} as first_month
    from first_accounts
    left join records founders on founders.record_id = first_accounts.party_id
    left join told on told.party_id = first_accounts.party_id
)

select * from parties
