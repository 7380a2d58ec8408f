-- A party exists from the month in which its first account opens. It is known by its founding
-- record; what that one does not tell, the others tell, of whom a system knows latest first.
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

others as (
    select
        party_map.party_id,
        records.*,
        row_number() over (
            partition by party_map.party_id
            order by records.known_since desc nulls last, records.record_id
        ) as place
    from records
    join party_map on party_map.record_id = records.record_id
    where party_map.record_id <> party_map.party_id
),

-- The place of the first of the others that tells something.
places as (
    select
        party_id,
        min(case when kind is not null then place end) as kind,
        min(case when name_masked is not null then place end) as name_masked,
        min(case when birth_date is not null then place end) as birth_date,
        min(case when sex is not null then place end) as sex,
        min(case when branch is not null then place end) as branch,
        min(case when region is not null then place end) as region,
        min(case when industry is not null then place end) as industry,
        min(case when private_banking_agreement is not null then place end) as agreement,
        min(case when annual_sales is not null then place end) as annual_sales
    from others
    group by party_id
),

told as (
    select
        others.party_id,
        min(
            case when others.place = 1 then
                others.system || ':' || others.entity || ':' || others.source_key
            end
        ) as record_key,
        min(case when others.place = places.kind then others.kind end) as kind,
        min(case when others.place = places.name_masked then others.name_masked end)
            as name_masked,
        min(case when others.place = places.birth_date then others.birth_date end) as birth_date,
        min(case when others.place = places.sex then others.sex end) as sex,
        min(case when others.place = places.branch then others.branch end) as branch,
        min(case when others.place = places.region then others.region end) as region,
        min(case when others.place = places.industry then others.industry end) as industry,
        min(
            case when others.place = places.agreement then
                case when others.private_banking_agreement then 1 else 0 end
            end
        ) as agreement,
        min(case when others.place = places.annual_sales then others.annual_sales end)
            as annual_sales
    from others
    join places on places.party_id = others.party_id
    group by others.party_id
),

parties as (
    select
        first_accounts.party_id,
        coalesce(
            founders.system || ':' || founders.entity || ':' || founders.source_key,
            told.record_key
        ) as record_key,
        coalesce(founders.kind, told.kind) as kind,
        coalesce(founders.name_masked, told.name_masked) as name_masked,
        coalesce(founders.birth_date, told.birth_date) as birth_date,
        coalesce(founders.sex, told.sex) as sex,
        coalesce(founders.branch, told.branch) as branch,
        coalesce(founders.region, told.region) as region,
        coalesce(founders.industry, told.industry) as industry,
        coalesce(founders.private_banking_agreement, told.agreement = 1)
            as private_banking_agreement,
        coalesce(founders.annual_sales, told.annual_sales) as annual_sales,
        {{ month_of(first_accounts.first_date) }} as first_month
    from first_accounts
    left join records founders on founders.record_id = first_accounts.party_id
    left join told on told.party_id = first_accounts.party_id
)

select * from parties
