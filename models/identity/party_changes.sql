-- Parties that were merged or split, by all systems that tell of some.
with party_changes as (
    select * from {{ ref('identity.*__party_changes') }} of_systems
)

select * from party_changes
