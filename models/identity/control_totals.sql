-- What the general ledger says that all accounts of a product add up to.
with control_totals as (
    select * from {{ ref('identity.*__control_totals') }} of_systems
)

select * from control_totals
