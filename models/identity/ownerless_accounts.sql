-- Accounts that no known record owns: they count for nobody.
with ownerless_accounts as (
    select * from {{ ref('identity.*__ownerless_accounts') }} of_systems
)

select * from ownerless_accounts
