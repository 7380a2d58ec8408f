-- What groups of companies hold, owe and guarantee in a month. Every party counts once, in its
-- group or on the line of those without one, so that the lines add up to the bank.
with party_months as (
    select
        party_id,
        aum_avg_month,
        aum_end_month,
        loan_balance
    from {{ ref('features.party_months') }}
),

members as (
    select party_id, group_id, is_circular from {{ ref('identity.company_groups') }}
),

guarantees as (
    select party_id, guarantor_id, amount, unknown from {{ ref('identity.guarantees') }}
),

-- What members guarantee for one another backs loans of the group; the rest is owed beside them.
promised as (
    select
        coalesce(own.group_id, 0) as group_id,
        sum(case when own.group_id = others.group_id then guarantees.amount end) as inside,
        sum(guarantees.amount) as amount,
        sum(guarantees.unknown) as unknown
    from guarantees
    left join members own on own.party_id = guarantees.guarantor_id
    left join members others on others.party_id = guarantees.party_id
    group by coalesce(own.group_id, 0)
),

sizes as (
    select
        group_id,
        count(*) as parties,
        count_if(is_circular) as circular
    from members
    group by group_id
),

held as (
    select
        coalesce(members.group_id, 0) as group_id,
        count(*) as customers,
        sum(party_months.aum_avg_month) as aum_avg,
        sum(party_months.aum_end_month) as aum_end,
        sum(party_months.loan_balance) as loan,
        count_if(
            party_months.aum_avg_month is null
            or party_months.aum_end_month is null
            or party_months.loan_balance is null
        ) as unknown
    from party_months
    left join members on members.party_id = party_months.party_id
    group by coalesce(members.group_id, 0)
),

groups as (
    select group_id from sizes
    union
    select group_id from held
    union
    select group_id from promised
),

counted as (
    select
        groups.group_id,
        coalesce(sizes.parties, 0) as parties,
        coalesce(held.customers, 0) as customers,
        coalesce(sizes.circular, 0) as circular,
        coalesce(held.unknown, 0) as unknown,
        coalesce(promised.unknown, 0) as guarantees_unknown,
        coalesce(held.aum_avg, 0) as aum_avg,
        coalesce(held.aum_end, 0) as aum_end,
        coalesce(held.loan, 0) as loan,
        coalesce(promised.inside, 0) as inside,
        coalesce(promised.amount, 0) - coalesce(promised.inside, 0) as outside
    from groups
    left join sizes on sizes.group_id = groups.group_id
    left join held on held.group_id = groups.group_id
    left join promised on promised.group_id = groups.group_id
),

group_months as (
    select
        group_id,
        {{ param('month') }} as month,
        cast(parties as integer) as parties,
        cast(customers as integer) as customers,
        cast(circular as integer) as parties_circular,
        cast(unknown as integer) as customers_unknown,
        cast(guarantees_unknown as integer) as guarantees_unknown,
        cast(aum_avg as decimal(18,2)) as aum_avg_month,
        cast(aum_end as decimal(18,2)) as aum_end_month,
        cast(loan as decimal(18,2)) as loan_balance,
        cast(inside as decimal(18,2)) as guaranteed_inside,
        cast(outside as decimal(18,2)) as guaranteed_outside,
        cast(loan + outside as decimal(18,2)) as exposure
    from counted
)

select * from group_months
