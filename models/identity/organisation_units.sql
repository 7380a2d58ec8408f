-- The organisation of the bank.
with organisation_units as (
    select * from {{ ref('identity.*__organisation_units') }} of_systems
)

select * from organisation_units
