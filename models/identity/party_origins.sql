-- Which record tells what is shown of a party, by the policy of survivorship: of its records that
-- tell a field, the one with the lowest key. A party of one record is left out: there is no choice.
with records as (
    select * from {{ ref('identity.records') }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

several as (
    select distinct party_id from party_map
    where record_id <> party_id
),

members as (
    select
        party_map.record_id,
        party_map.party_id,
        row_number() over (
            partition by party_map.party_id
            order by party_map.record_id
        ) as place
    from party_map
    join several on several.party_id = party_map.party_id
),

-- Texts as the systems have delivered them: they are looked at here, and none is kept.
texts as (
    select delivered.*
    from {{ param('survivorship_texts') }} delivered
    join members on members.record_id = delivered.record_id
),

described as (
    select
        members.party_id,
        members.place,
        records.*,
        coalesce(texts.told_name, records.name_masked) as told_name,
        texts.told_id_number,
        texts.told_phone,
        texts.told_email,
        texts.told_address
    from members
    join records on records.record_id = members.record_id
    left join texts on texts.record_id = members.record_id
),

-- Where all that is told is the same there is no better and no worse: nothing is weighed.
spread as (
    select
        party_id,
        min(told_name) <> max(told_name) as name_differs,
        min(told_id_number) <> max(told_id_number) as id_number_differs,
        min(told_phone) <> max(told_phone) as phone_differs,
        min(told_email) <> max(told_email) as email_differs,
        min(told_address) <> max(told_address) as address_differs,
        min(birth_date) <> max(birth_date) as birth_date_differs
    from described
    group by party_id
),

formed as (
    select
        described.*,
        spread.name_differs,
        spread.id_number_differs,
        spread.phone_differs,
        spread.email_differs,
        spread.address_differs,
        spread.birth_date_differs,
        {{ param('survivorship_forms') }}
    from described
    join spread on spread.party_id = described.party_id
),

keyed as (
    select
        party_id,
        record_id,
        {{ param('survivorship_keys') }}
    from formed
),

party_origins as (
    select
        party_id,
        min_by(record_id, name_key) as name_record_id,
        min_by(record_id, kind_key) as kind_record_id,
        min_by(record_id, id_number_key) as id_number_record_id,
        min_by(record_id, phone_key) as phone_record_id,
        min_by(record_id, email_key) as email_record_id,
        min_by(record_id, address_key) as address_record_id,
        min_by(record_id, birth_date_key) as birth_date_record_id,
        min_by(record_id, sex_key) as sex_record_id,
        min_by(record_id, branch_key) as branch_record_id,
        min_by(record_id, region_key) as region_record_id,
        min_by(record_id, industry_key) as industry_record_id,
        min_by(record_id, annual_sales_key) as annual_sales_record_id,
        min_by(record_id, private_banking_agreement_key) as private_banking_agreement_record_id
    from keyed
    group by party_id
)

select * from party_origins
