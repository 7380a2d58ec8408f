-- The households of a month as they stand on its last day: adults who have consented. Whoever is
-- found in two households counts for the one joined last, of equal ones the lower id.
with memberships as (
    select household_id, record_id, from_date
    from {{ ref('identity.household_memberships') }}
    where
        has_consented
        and from_date <= {{ last_day({{ param('month') }}) }}
        and (until_date is null or until_date >= {{ last_day({{ param('month') }}) }})
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

-- Whoever turns 18 in the month is of age on its last day. Unknown birth dates are not of age.
adults as (
    select party_id from {{ ref('identity.parties') }}
    where
        kind = 'person'
        and first_month <= {{ param('month') }}
        and {{ month_index({{ param('month') }}) }}
        - {{ month_index({{ month_of(birth_date) }}) }} >= 18 * 12
),

ranked as (
    select
        adults.party_id,
        memberships.household_id,
        row_number() over (
            partition by adults.party_id
            order by memberships.from_date desc, memberships.household_id
        ) as rank_no
    from memberships
    join party_map on party_map.record_id = memberships.record_id
    join adults on adults.party_id = party_map.party_id
),

household_members as (
    select
        party_id,
        {{ param('month') }} as month,
        household_id
    from ranked
    where rank_no = 1
)

select * from household_members
