-- Where what was loaded does not add up to the general ledger.
with ledger_checks as (
    select * from {{ ref('identity.ledger_checks') }}
),

ledger_differences as (
    select
        month,
        product,
        currency,
        difference
    from ledger_checks
    where difference <> 0
)

select * from ledger_differences
