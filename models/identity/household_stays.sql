-- Who lives together at the end of a month, by what a bank has written down, and why somebody is
-- pooled or is not. A company is none of a household; whoever is under age, has not consented, or
-- counts in another household, lives in it all the same.
with memberships as (
    select * from {{ ref('identity.household_memberships') }}
    where
        from_date <= {{ last_day({{ param('month') }}) }}
        and (until_date is null or until_date >= {{ last_day({{ param('month') }}) }})
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

parties as (
    select party_id, kind, birth_date from {{ ref('identity.parties') }}
    where first_month <= {{ param('month') }}
),

-- Several records of a party may stand in one household: consent of one is enough, and counts from
-- the day of the stay that it was given for.
stays as (
    select
        party_map.party_id,
        memberships.household_id,
        coalesce(
            max(case when memberships.has_consented then memberships.from_date end),
            max(memberships.from_date)
        ) as from_date,
        max(
            case when memberships.has_consented then 1 when not memberships.has_consented then 0 end
        ) as consents
    from memberships
    join party_map on party_map.record_id = memberships.record_id
    group by party_map.party_id, memberships.household_id
),

-- Whoever turns 18 in the month is of age on its last day. Unknown birth dates are not of age.
known as (
    select
        stays.party_id,
        stays.household_id,
        stays.from_date,
        stays.consents,
        parties.party_id is not null as is_customer,
        coalesce(parties.kind, 'person') = 'company' as is_company,
        {{ month_index({{ param('month') }}) }}
        - {{ month_index({{ month_of(parties.birth_date) }}) }} as months_old
    from stays
    left join parties on parties.party_id = stays.party_id
),

judged as (
    select
        *,
        case
            when not is_customer then 'no_customer'
            when is_company then 'company'
            when months_old is null then 'age_unknown'
            when months_old < 18 * 12 then 'minor'
            when consents = 1 then 'pooled'
            when consents = 0 then 'no_consent'
            else 'not_asked'
        end as standing
    from known
),

-- Of several households the one joined last counts, of equal ones that of the lower id.
ranked as (
    select
        *,
        row_number() over (
            partition by party_id, standing
            order by from_date desc, household_id
        ) as rank_no,
        count(*) over (partition by party_id) as households
    from judged
),

household_stays as (
    select
        party_id,
        {{ param('month') }} as month,
        household_id,
        from_date,
        case
            when standing = 'pooled' and rank_no > 1 then 'other_household' else standing
        end as standing,
        cast(households as integer) as households
    from ranked
)

select * from household_stays
