-- Contacts that somebody means to make.
with planned_contacts as (
    select * from {{ ref('identity.*__planned_contacts') }} of_systems
)

select * from planned_contacts
