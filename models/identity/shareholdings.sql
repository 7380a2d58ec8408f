-- Who holds how much of whom on the last day of a month. Classes of shares add up within a system;
-- what several systems, or several records of one company, tell of the same shares does not.
with relations as (
    select * from {{ ref('identity.related_parties') }}
    where
        kind = 'shareholder'
        and (from_date is null or from_date <= {{ last_day({{ param('month') }}) }})
        and (until_date is null or until_date >= {{ last_day({{ param('month') }}) }})
),

told as (
    select
        from_party_id,
        to_party_id,
        system,
        to_record_id,
        sum(share) as share
    from relations
    group by from_party_id, to_party_id, system, to_record_id
),

shareholdings as (
    select
        to_party_id as party_id,
        from_party_id as holder_id,
        {{ param('month') }} as month,
        cast(max(share) as decimal(9,6)) as share
    from told
    group by to_party_id, from_party_id
)

select * from shareholdings
