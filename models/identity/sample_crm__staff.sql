-- Staff in the words of the one model of the bank.
with delivered as (
    select * from {{ ref('staging.sample_crm__staff') }}
),

staff as (
    select
        {{ record_id('sample_crm', 'staff', staff_no) }} as staff_id,
        'sample_crm' as system,
        staff_no as source_key,
        name,
        {{ record_id('sample_crm', 'unit', cast(unit_no as varchar)) }} as unit_id,
        case role
            when 'manager' then 'relationship_manager'
            when 'corporate' then 'corporate_manager'
            when 'head' then 'head'
        end as role,
        grade,
        from_date,
        until_date
    from delivered
)

select * from staff
