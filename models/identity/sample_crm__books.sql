-- The business line is that of whoever looks after the client.
with delivered as (
    select * from {{ ref('staging.sample_crm__books') }}
),

staff as (
    select * from {{ ref('staging.sample_crm__staff') }}
),

books as (
    select
        {{ record_id('sample_crm', 'client', delivered.client_no) }} as record_id,
        {{ record_id('sample_crm', 'staff', delivered.staff_no) }} as staff_id,
        case when staff.role = 'corporate' then 'corporate' else 'retail' end as business_line,
        'main' as role,
        delivered.from_date,
        delivered.until_date
    from delivered
    join staff on staff.staff_no = delivered.staff_no
)

select * from books
