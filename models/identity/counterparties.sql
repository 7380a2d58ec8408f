-- The other accounts of transactions, where a system knows them.
with counterparties as (
    select * from {{ ref('identity.*__counterparties') }} of_systems
)

select * from counterparties
