-- Members of a group hang on its head; suppliers on those who buy.
with firms as (
    select * from {{ ref('staging.sample_credit__firms') }}
),

firm_groups as (
    select * from {{ ref('staging.sample_credit__groups') }}
),

chains as (
    select * from {{ ref('staging.sample_credit__chains') }}
),

relations as (
    select
        {{ record_id('sample_credit', 'group_member', firms.firm_no) }} as relation_id,
        {{ record_id('sample_credit', 'firm', firms.firm_no) }} as from_record_id,
        {{ record_id('sample_credit', 'firm', firm_groups.head_firm_no) }} as to_record_id,
        'group_member' as kind,
        cast(null as decimal(9,6)) as share,
        cast(null as decimal(18,2)) as amount_yearly,
        cast(null as date) as from_date,
        cast(null as date) as until_date
    from firms
    join firm_groups on firm_groups.group_no = firms.group_no
    where firms.firm_no <> firm_groups.head_firm_no
    union all
    select
        {{ record_id('sample_credit', 'chain', supplier_no || '|' || buyer_no) }} as relation_id,
        {{ record_id('sample_credit', 'firm', supplier_no) }} as from_record_id,
        {{ record_id('sample_credit', 'firm', buyer_no) }} as to_record_id,
        'supplier' as kind,
        cast(null as decimal(9,6)) as share,
        sales_yearly as amount_yearly,
        from_date,
        cast(null as date) as until_date
    from chains
    where supplier_no <> buyer_no
)

select * from relations
