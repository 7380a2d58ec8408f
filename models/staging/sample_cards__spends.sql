-- What was bought with cards and paid back.
with spends as (
    select * from {{ source('sample_cards', 'spends') }}
),

renamed as (
    select
        spend_no,
        card_no,
        booked_on as booked_date,
        kind as direction,
        amount,
        channel,
        trade as merchant_category
    from spends
)

select * from renamed
