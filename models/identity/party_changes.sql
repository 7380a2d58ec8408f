-- Parties that were merged or split: what systems tell of, and what identity has found since the
-- close before. Only records with accounts count: a note on somebody is no party of a close.
with told as (
    select month, kind, old_party_id, new_party_id from {{ ref('identity.*__party_changes') }} told
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

holders as (
    select distinct owner_record_id as record_id from {{ ref('identity.accounts') }}
),

-- The ladders whose parties are others than at their last close, with the month that sees it.
since as (
    select ladder, month from {{ param('closes_since') }}
),

before as (
    select ladder, month, record_id, party_id from {{ param('parties_before') }}
),

parts as (
    select distinct
        since.ladder,
        since.month,
        coalesce(before.party_id, holders.record_id) as old_party_id,
        party_map.party_id as new_party_id
    from since
    cross join holders
    join party_map on party_map.record_id = holders.record_id
    left join before
        on before.ladder = since.ladder
        and before.month = since.month
        and before.record_id = holders.record_id
),

counted as (
    select
        parts.*,
        count(*) over (partition by ladder, month, old_party_id) as parts_of_old
    from parts
),

party_changes as (
    select month, kind, old_party_id, new_party_id, '*' as ladder from told
    union all
    select
        month,
        case when parts_of_old = 1 then 'merged' else 'split' end as kind,
        old_party_id,
        new_party_id,
        ladder
    from counted
    where parts_of_old > 1 or old_party_id <> new_party_id
)

select * from party_changes
