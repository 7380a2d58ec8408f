-- Parties as delivered.
with parties as (
    select * from {{ source('workload', 'parties') }}
),

renamed as (
    select
        party_id,
        kind,
        birth_date,
        opened_on as known_since,
        cast(branch_id as varchar) as branch
    from parties
)

select * from renamed
