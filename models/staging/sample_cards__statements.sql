-- What is owed on cards.
with card_statements as (
    select * from {{ source('sample_cards', 'statements') }}
),

renamed as (
    select
        card_no,
        month,
        average_owed as owed_avg,
        closing_owed as owed_end,
        minimum_due
    from card_statements
)

select * from renamed
