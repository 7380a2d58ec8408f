-- Who guarantees how much for whom on the last day of a month: two guarantees between the same two
-- are one with one sum.
with relations as (
    select * from {{ ref('identity.related_parties') }}
    where
        kind = 'guarantor'
        and (from_date is null or from_date <= {{ last_day({{ param('month') }}) }})
        and (until_date is null or until_date >= {{ last_day({{ param('month') }}) }})
),

guarantees as (
    select
        to_party_id as party_id,
        from_party_id as guarantor_id,
        {{ param('month') }} as month,
        cast(sum(amount_yearly) as decimal(18,2)) as amount,
        cast(count(*) - count(amount_yearly) as integer) as unknown
    from relations
    group by to_party_id, from_party_id
)

select * from guarantees
