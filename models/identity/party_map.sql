-- Until records are resolved, every record of a person or firm is its own party.
with records as (
    select record_id, known_since from {{ ref('identity.records') }}
),

first_accounts as (
    select
        owner_record_id,
        min(opened_date) as opened_date
    from {{ ref('identity.accounts') }}
    group by owner_record_id
),

mapped as (
    select
        records.record_id,
        records.record_id as party_id,
        case
            when records.known_since < first_accounts.opened_date then records.known_since
            else coalesce(first_accounts.opened_date, records.known_since, date '1900-01-01')
        end as known_since
    from records
    left join first_accounts on first_accounts.owner_record_id = records.record_id
)

select * from mapped
