-- The households of a month as they stand on its last day: adults who have consented. Whoever is
-- found in two households counts for the one joined last, of equal ones the lower id.
with stays as (
    select * from {{ ref('identity.household_stays') }}
),

household_members as (
    select
        party_id,
        month,
        household_id
    from stays
    where standing = 'pooled'
)

select * from household_members
