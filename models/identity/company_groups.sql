-- The groups of a month as they stand on its last day. Each party has one parent at most, so all
-- of them form trees; whoever stands at the top of one is the head of a group. A tree is climbed in
-- six steps that double, 64 levels: what then still has a parent leads into a circle.
with relations as (
    select * from {{ ref('identity.related_parties') }}
    where
        kind in ('controller', 'actual_controller', 'group_member')
        and (from_date is null or from_date <= {{ last_day({{ param('month') }}) }})
        and (until_date is null or until_date >= {{ last_day({{ param('month') }}) }})
),

holdings as (
    select party_id, holder_id, share from {{ ref('identity.shareholdings') }}
    where share > 0.5
),

-- More than half of the shares controls by itself; then what systems say of control; then the
-- group that a bank has put a company in.
candidates as (
    select
        party_id,
        holder_id as parent_id,
        1 as way_no,
        'majority' as way,
        share
    from holdings
    union all
    select
        to_party_id as party_id,
        from_party_id as parent_id,
        case when kind = 'controller' then 2 else 3 end as way_no,
        kind as way,
        share
    from relations
    where kind in ('controller', 'actual_controller')
    union all
    select
        from_party_id as party_id,
        to_party_id as parent_id,
        4 as way_no,
        'group_member' as way,
        share
    from relations
    where kind = 'group_member'
),

ranked as (
    select
        *,
        row_number() over (
            partition by party_id
            order by way_no, coalesce(share, 0) desc, parent_id
        ) as rank_no,
        min(parent_id) over (partition by party_id) as low_parent_id,
        max(parent_id) over (partition by party_id) as high_parent_id
    from candidates
),

parents as (
    select
        party_id,
        parent_id,
        way,
        cast(share as decimal(9,6)) as share,
        low_parent_id <> high_parent_id as is_contested
    from ranked
    where rank_no = 1
),

-- Of each: who stands 2, 4 … 64 levels above, or at the top, the levels climbed, and the lowest id
-- passed.
climb_2 as (
    select
        low.party_id,
        coalesce(high.parent_id, low.parent_id) as top_id,
        case when high.party_id is null then 1 else 2 end as levels,
        case when high.parent_id < low.parent_id then high.parent_id else low.parent_id end
            as low_id
    from parents low
    left join parents high on high.party_id = low.parent_id
),

climb_4 as (
    select
        low.party_id,
        coalesce(high.top_id, low.top_id) as top_id,
        low.levels + coalesce(high.levels, 0) as levels,
        case when high.low_id < low.low_id then high.low_id else low.low_id end as low_id
    from climb_2 low
    left join climb_2 high on high.party_id = low.top_id
),

climb_8 as (
    select
        low.party_id,
        coalesce(high.top_id, low.top_id) as top_id,
        low.levels + coalesce(high.levels, 0) as levels,
        case when high.low_id < low.low_id then high.low_id else low.low_id end as low_id
    from climb_4 low
    left join climb_4 high on high.party_id = low.top_id
),

climb_16 as (
    select
        low.party_id,
        coalesce(high.top_id, low.top_id) as top_id,
        low.levels + coalesce(high.levels, 0) as levels,
        case when high.low_id < low.low_id then high.low_id else low.low_id end as low_id
    from climb_8 low
    left join climb_8 high on high.party_id = low.top_id
),

climb_32 as (
    select
        low.party_id,
        coalesce(high.top_id, low.top_id) as top_id,
        low.levels + coalesce(high.levels, 0) as levels,
        case when high.low_id < low.low_id then high.low_id else low.low_id end as low_id
    from climb_16 low
    left join climb_16 high on high.party_id = low.top_id
),

climb_64 as (
    select
        low.party_id,
        coalesce(high.top_id, low.top_id) as top_id,
        low.levels + coalesce(high.levels, 0) as levels,
        case when high.low_id < low.low_id then high.low_id else low.low_id end as low_id
    from climb_32 low
    left join climb_32 high on high.party_id = low.top_id
),

-- Who stands in a circle: those at whom a climb without a top ends. From there 64 levels pass all
-- of the circle, whose lowest id names the group.
circles as (
    select distinct
        tops.party_id,
        tops.low_id as group_id
    from climb_64
    join climb_64 tops on tops.party_id = climb_64.top_id
),

children as (
    select
        parents.party_id,
        coalesce(circles.group_id, climb_64.top_id) as group_id,
        parents.parent_id,
        parents.way,
        parents.share,
        case when circles.group_id is null then climb_64.levels end as depth,
        members.party_id is not null as is_circular,
        parents.is_contested
    from parents
    join climb_64 on climb_64.party_id = parents.party_id
    left join circles on circles.party_id = climb_64.top_id
    left join circles members on members.party_id = parents.party_id
),

heads as (
    select distinct
        group_id as party_id
    from children
    where depth is not null
),

company_groups as (
    select
        party_id,
        {{ param('month') }} as month,
        group_id,
        parent_id,
        way,
        share,
        cast(depth as integer) as depth,
        is_circular,
        is_contested
    from children
    union all
    select
        party_id,
        {{ param('month') }} as month,
        party_id as group_id,
        cast(null as bigint) as parent_id,
        cast(null as varchar) as way,
        cast(null as decimal(9,6)) as share,
        0 as depth,
        false as is_circular,
        false as is_contested
    from heads
)

select * from company_groups
