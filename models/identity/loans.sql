-- The terms of loans.
with loans as (
    select * from {{ ref('identity.*__loans') }} of_systems
)

select * from loans
