-- How parties hang together at the end of a month. A relation holds from its first day to its last;
-- without a first day it holds as long as it is delivered. What lies between two records of one
-- party is none.
with parties as (
    select party_id from {{ ref('identity.parties') }}
    where first_month <= {{ param('month') }}
),

relations as (
    select
        from_party_id,
        to_party_id,
        kind,
        amount_yearly
    from {{ ref('identity.related_parties') }}
    where
        (from_date is null or from_date <= {{ last_day({{ param('month') }}) }})
        and (until_date is null or until_date >= {{ last_day({{ param('month') }}) }})
),

-- One row per pair and kind: two guarantees between the same two are one link with one sum.
links as (
    select
        from_party_id,
        to_party_id,
        kind,
        sum(amount_yearly) as amount
    from relations
    group by from_party_id, to_party_id, kind
),

-- Each link as both of its ends see it.
ends as (
    select
        from_party_id as party_id,
        to_party_id as other_id,
        kind,
        true as stands_in,
        amount
    from links
    union all
    select
        to_party_id as party_id,
        from_party_id as other_id,
        kind,
        false as stands_in,
        amount
    from links
),

counted as (
    select
        party_id,
        count(distinct other_id) as related_parties,
        count_if(kind = 'group_member' and not stands_in) as members,
        count_if(kind = 'controller' and stands_in) as controlled,
        count_if(kind = 'controller' and not stands_in) as controllers,
        count_if(kind = 'shareholder' and stands_in) as stakes,
        count_if(kind = 'shareholder' and not stands_in) as shareholders,
        count_if(kind = 'guarantor' and stands_in) as guaranteed,
        sum(case when kind = 'guarantor' and stands_in then amount end) as guaranteed_amount,
        count_if(kind = 'guarantor' and not stands_in) as guarantors,
        sum(case when kind = 'guarantor' and not stands_in then amount end) as backed_amount,
        count_if(kind = 'supplier' and stands_in) as buyers,
        sum(case when kind = 'supplier' and stands_in then amount end) as sold_amount,
        count_if(kind = 'supplier' and not stands_in) as suppliers,
        sum(case when kind = 'supplier' and not stands_in then amount end) as bought_amount,
        count_if(kind = 'legal_representative' and stands_in) as represented
    from ends
    group by party_id
),

-- Two who are family to one another may stand there once or twice.
families as (
    select
        party_id,
        count(distinct other_id) as family_links
    from ends
    where kind in ('spouse', 'parent', 'guardian', 'family')
    group by party_id
),

group_members as (
    select
        to_party_id as head_id,
        from_party_id as party_id
    from links
    where kind = 'group_member'
    union
    select
        to_party_id as head_id,
        to_party_id as party_id
    from links
    where kind = 'group_member'
),

group_sizes as (
    select
        head_id,
        count(*) as parties
    from group_members
    group by head_id
),

-- Whoever belongs to two groups counts for the larger one.
grouped as (
    select
        group_members.party_id,
        max(group_sizes.parties) as group_size
    from group_members
    join group_sizes on group_sizes.head_id = group_members.head_id
    group by group_members.party_id
),

party_relations as (
    select
        counted.party_id,
        {{ param('month') }} as month,
        cast(counted.related_parties as integer) as related_parties,
        grouped.party_id is not null as is_group_member,
        counted.members > 0 as is_group_head,
        cast(coalesce(grouped.group_size, 0) as integer) as group_size,
        cast(counted.controlled as integer) as companies_controlled,
        cast(counted.controllers as integer) as controllers,
        cast(counted.stakes as integer) as shareholdings,
        cast(counted.shareholders as integer) as shareholders,
        counted.guaranteed > 0 as is_guarantor,
        cast(counted.guaranteed as integer) as parties_guaranteed,
        cast(coalesce(counted.guaranteed_amount, 0) as decimal(18,2)) as guaranteed_amount,
        cast(counted.guarantors as integer) as guarantors,
        cast(coalesce(counted.backed_amount, 0) as decimal(18,2)) as guarantors_amount,
        cast(counted.suppliers as integer) as suppliers,
        cast(coalesce(counted.bought_amount, 0) as decimal(18,2)) as suppliers_amount,
        cast(counted.buyers as integer) as buyers,
        cast(coalesce(counted.sold_amount, 0) as decimal(18,2)) as buyers_amount,
        counted.represented > 0 as is_legal_representative,
        cast(counted.represented as integer) as companies_represented,
        cast(coalesce(families.family_links, 0) as integer) as family_links
    from counted
    join parties on parties.party_id = counted.party_id
    left join families on families.party_id = counted.party_id
    left join grouped on grouped.party_id = counted.party_id
)

select * from party_relations
