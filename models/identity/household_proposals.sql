-- Who seems to live together and is written down in no household together: husband and wife,
-- parents or guardians and their children under age, and family of one address. A proposal counts
-- for nothing until somebody has asked them.
with relations as (
    select from_party_id, to_party_id, kind from {{ ref('identity.related_parties') }}
    where
        kind in ('spouse', 'parent', 'guardian', 'family')
        and (from_date is null or from_date <= {{ last_day({{ param('month') }}) }})
        and (until_date is null or until_date >= {{ last_day({{ param('month') }}) }})
),

persons as (
    select party_id, birth_date from {{ ref('identity.parties') }}
    where kind = 'person' and first_month <= {{ param('month') }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

addresses as (
    select record_id, address_key from {{ ref('identity.addresses') }}
),

stays as (
    select party_id, household_id, standing from {{ ref('identity.household_stays') }}
),

lived as (
    select distinct
        party_map.party_id,
        addresses.address_key
    from addresses
    join party_map on party_map.record_id = addresses.record_id
),

-- An address of more than eight parties is a dormitory, an agent or a placeholder, no home.
homes as (
    select address_key from lived
    group by address_key
    having count(*) between 2 and 8
),

homes_lived as (
    select
        lived.party_id,
        lived.address_key
    from lived
    join homes on homes.address_key = lived.address_key
),

-- A child under age on the last day of the month; 0 where the age is unknown.
related as (
    select
        relations.from_party_id,
        relations.to_party_id,
        relations.kind,
        case
            when {{ month_index({{ param('month') }}) }}
            - {{ month_index({{ month_of(children.birth_date) }}) }} < 18 * 12
            then 1
            else 0
        end as is_minor
    from relations
    join persons parents on parents.party_id = relations.from_party_id
    join persons children on children.party_id = relations.to_party_id
),

neighbours as (
    select distinct
        related.from_party_id,
        related.to_party_id
    from related
    join homes_lived own on own.party_id = related.from_party_id
    join homes_lived others
        on others.party_id = related.to_party_id and others.address_key = own.address_key
),

reasons as (
    select
        from_party_id,
        to_party_id,
        case when kind = 'spouse' then 1 else 2 end as reason_no
    from related
    where kind = 'spouse' or (kind in ('parent', 'guardian') and is_minor = 1)
    union all
    select
        from_party_id,
        to_party_id,
        3 as reason_no
    from neighbours
),

-- Each pair once, whoever of the two was named first, with its strongest reason.
pairs as (
    select
        case when from_party_id < to_party_id then from_party_id else to_party_id end as party_id,
        case when from_party_id < to_party_id then to_party_id else from_party_id end as other_id,
        min(reason_no) as reason_no
    from reasons
    group by 1, 2
),

together as (
    select distinct
        own.party_id,
        others.party_id as other_id
    from stays own
    join stays others on others.household_id = own.household_id
    where own.party_id < others.party_id
),

counted as (
    select
        party_id,
        max(household_id) as household_id
    from stays
    where standing = 'pooled'
    group by party_id
),

household_proposals as (
    select
        pairs.party_id,
        pairs.other_id,
        {{ param('month') }} as month,
        case pairs.reason_no
            when 1 then 'spouse' when 2 then 'minor_child' else 'same_address'
        end as reason,
        own.household_id,
        others.household_id as other_household_id
    from pairs
    left join together
        on together.party_id = pairs.party_id and together.other_id = pairs.other_id
    left join counted own on own.party_id = pairs.party_id
    left join counted others on others.party_id = pairs.other_id
    where together.party_id is null
)

select * from household_proposals
