-- Who belongs to which household, by all systems that know some.
with household_memberships as (
    select * from {{ ref('identity.*__household_memberships') }} of_systems
)

select * from household_memberships
