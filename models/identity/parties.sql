-- A party exists from the month in which its first account opens.
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

first_accounts as (
    select
        party_map.party_id,
        min(accounts.opened_date) as first_date
    from accounts
    join party_map on party_map.record_id = accounts.owner_record_id
    group by party_map.party_id
),

parties as (
    select
        first_accounts.party_id,
        records.system || ':' || records.entity || ':' || records.source_key as record_key,
        records.kind,
        records.name_masked,
        records.birth_date,
        records.sex,
        records.branch,
        records.region,
        records.industry,
        records.private_banking_agreement,
        records.annual_sales,
        {{ month_of(first_accounts.first_date) }} as first_month
    from first_accounts
    join records on records.record_id = first_accounts.party_id
)

select * from parties
