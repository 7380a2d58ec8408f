-- A record is its own party until matching or a person has found it to be one with others.
with records as (
    select record_id, known_since from {{ ref('identity.records') }}
),

moved as (
    select record_id, party_id from {{ param('party_records') }}
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
        coalesce(moved.party_id, records.record_id) as party_id,
        case
            when records.known_since < first_accounts.opened_date then records.known_since
            else coalesce(first_accounts.opened_date, records.known_since, date '1900-01-01')
        end as known_since
    from records
    left join moved on moved.record_id = records.record_id
    left join first_accounts on first_accounts.owner_record_id = records.record_id
)

select * from mapped
