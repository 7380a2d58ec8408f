-- Cards. A card is known by the last digits of its number.
with cards as (
    select * from {{ source('sample_cards', 'cards') }}
),

renamed as (
    select
        card_no,
        {{ masked_number(card_no) }} as card_no_masked,
        holder_no,
        grade,
        credit_limit,
        issued_on as issued_date,
        cancelled_on as cancelled_date,
        status
    from cards
)

select * from renamed
