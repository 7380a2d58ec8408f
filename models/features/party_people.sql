-- Who the parties are: where they live, what they do, with whom they live. Of profiles the one
-- noted last by the end of the month counts; persons alone have what only persons can have.
with parties as (
    select
        party_id,
        kind = 'person' as is_person,
        birth_date,
        sex,
        branch,
        region
    from {{ ref('identity.parties') }}
    where first_month <= {{ param('month') }}
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

consenting as (
    select
        household_id,
        count(*) as adults
    from {{ ref('identity.household_members') }}
    group by household_id
),

profiles as (
    select
        party_map.party_id,
        profiles.*,
        row_number() over (
            partition by party_map.party_id
            order by profiles.noted_date desc, profiles.record_id
        ) as rank_no
    from {{ ref('identity.profiles') }} profiles
    join party_map on party_map.record_id = profiles.record_id
    where profiles.noted_date <= {{ last_day({{ param('month') }}) }}
),

-- Whoever is found in two households counts for the one joined last, of equal ones the lower id,
-- as among household_members.
memberships as (
    select
        party_map.party_id,
        memberships.household_id,
        memberships.has_consented,
        row_number() over (
            partition by party_map.party_id
            order by
                memberships.from_date desc,
                memberships.household_id,
                case when memberships.has_consented then 0 else 1 end
        ) as rank_no
    from {{ ref('identity.household_memberships') }} memberships
    join party_map on party_map.record_id = memberships.record_id
    join parties on parties.party_id = party_map.party_id and parties.is_person
    where
        memberships.from_date <= {{ last_day({{ param('month') }}) }}
        and (
            memberships.until_date is null
            or memberships.until_date >= {{ last_day({{ param('month') }}) }}
        )
),

households as (
    select
        household_id,
        count(*) as members
    from memberships
    where rank_no = 1
    group by household_id
),

lived as (
    select
        parties.*,
        profiles.noted_date,
        profiles.occupation,
        profiles.education,
        profiles.income_yearly,
        profiles.marital_status,
        case
            when profiles.interests = 'none' then ' '
            else ' ' || profiles.interests || ' '
        end as interests,
        profiles.ethnic_group,
        profiles.religion,
        profiles.health,
        households.members,
        case when households.household_id is not null
            then coalesce(memberships.has_consented, false) end as has_consented,
        case when households.household_id is not null
            then coalesce(consenting.adults, 0) end as adults,
        {{ idiv(
            {{ month_index({{ param('month') }}) }}
            - {{ month_index({{ month_of(parties.birth_date) }}) }},
            12
        ) }} as age_years,
        {{ month_of(parties.birth_date) }} % 100 as birthday_month
    from parties
    left join profiles on profiles.party_id = parties.party_id and profiles.rank_no = 1
    left join memberships
        on memberships.party_id = parties.party_id and memberships.rank_no = 1
    left join households on households.household_id = memberships.household_id
    left join consenting on consenting.household_id = memberships.household_id
),

-- Of interests only those that the model names are known.
asked as (
    select
        *,
        cast(
            case when interests like '% art %' then 1 else 0 end
            + case when interests like '% cars %' then 1 else 0 end
            + case when interests like '% children %' then 1 else 0 end
            + case when interests like '% food %' then 1 else 0 end
            + case when interests like '% reading %' then 1 else 0 end
            + case when interests like '% sports %' then 1 else 0 end
            + case when interests like '% technology %' then 1 else 0 end
            + case when interests like '% travel %' then 1 else 0 end
            as integer
        ) as interests_named
    from lived
),

party_people as (
    select
        party_id,
        {{ param('month') }} as month,
        region,
        branch,
        noted_date as profile_date,
        case when is_person then sex end as sex,
        case
            when not is_person or age_years is null then null
            when age_years < 18 then 'under_18'
            when age_years < 25 then 'from_18_to_24'
            when age_years < 35 then 'from_25_to_34'
            when age_years < 45 then 'from_35_to_44'
            when age_years < 55 then 'from_45_to_54'
            when age_years < 65 then 'from_55_to_64'
            else 'from_65_on'
        end as age_band,
        case when is_person then cast(birthday_month as integer) end as birthday_month,
        case when is_person
            then birthday_month = {{ add_months({{ param('month') }}, 1) }} % 100
        end as has_birthday_next_month,
        case when is_person then occupation end as occupation,
        case when is_person then education end as education,
        case when is_person then marital_status end as marital_status,
        case when is_person then income_yearly end as income_yearly,
        case
            when not is_person or income_yearly is null then null
            when {{ param('base_currency') }} <> 'CNY' then null
            when income_yearly < 60000 then 'low'
            when income_yearly < 180000 then 'middle'
            when income_yearly < 500000 then 'upper'
            else 'high'
        end as income_level,
        case when is_person and interests is not null then interests_named end as interests,
        case when is_person then interests like '% art %' end as has_interest_art,
        case when is_person then interests like '% cars %' end as has_interest_cars,
        case when is_person then interests like '% children %' end as has_interest_children,
        case when is_person then interests like '% food %' end as has_interest_food,
        case when is_person then interests like '% reading %' end as has_interest_reading,
        case when is_person then interests like '% sports %' end as has_interest_sports,
        case when is_person then interests like '% technology %' end as has_interest_technology,
        case when is_person then interests like '% travel %' end as has_interest_travel,
        cast(members as integer) as household_size,
        cast(adults as integer) as household_pooled,
        has_consented as has_household_consent,
        case when is_person then ethnic_group end as ethnic_group,
        case when is_person then religion end as religion,
        case when is_person then health end as health
    from asked
)

select * from party_people
