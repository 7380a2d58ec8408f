-- Who supplies whom.
with chains as (
    select * from {{ source('sample_credit', 'chains') }}
),

renamed as (
    select
        supplier_no,
        buyer_no,
        yearly_sales as sales_yearly,
        since as from_date
    from chains
)

select * from renamed
