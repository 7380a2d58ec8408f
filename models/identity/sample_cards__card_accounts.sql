-- Which account is behind the number of a card. It tells nothing that changes later, so that a
-- month which looks up its bookings here stays as it is when cards are delivered again.
with cards as (
    select card_no, issued_date from {{ ref('staging.sample_cards__cards') }}
),

card_accounts as (
    select
        card_no,
        {{ record_id('sample_cards', 'card', card_no) }} as account_id,
        issued_date
    from cards
)

select * from card_accounts
