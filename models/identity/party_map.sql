-- Until records are resolved, every record of a person or firm is its own party.
with records as (
    select record_id from {{ ref('identity.records') }}
),

mapped as (
    select
        record_id,
        record_id as party_id
    from records
)

select * from mapped
