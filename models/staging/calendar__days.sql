-- Days that a calendar names.
with named_days as (
    select * from {{ source('calendar', 'days') }}
),

renamed as (
    select
        day,
        kind,
        name
    from named_days
)

select * from renamed
