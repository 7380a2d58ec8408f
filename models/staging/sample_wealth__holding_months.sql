-- What holdings are worth.
with holding_months as (
    select * from {{ source('sample_wealth', 'holding_months') }}
),

renamed as (
    select
        holding_no,
        month,
        average_value as value_avg,
        end_value as value_end
    from holding_months
)

select * from renamed
