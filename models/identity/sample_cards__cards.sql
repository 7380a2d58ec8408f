-- Each card draws on its own account.
with bank_cards as (
    select * from {{ ref('staging.sample_cards__cards') }}
),

cards as (
    select
        {{ record_id('sample_cards', 'card', card_no) }} as card_id,
        {{ record_id('sample_cards', 'card', card_no) }} as account_id,
        {{ record_id('sample_cards', 'holder', holder_no) }} as holder_record_id,
        case grade
            when 'C' then 'classic'
            when 'G' then 'gold'
            when 'P' then 'platinum'
            when 'D' then 'diamond'
        end as grade,
        credit_limit,
        issued_date,
        cancelled_date,
        case status
            when 'N' then 'in_use'
            when 'L' then 'lost'
            when 'X' then 'cancelled'
        end as status
    from bank_cards
)

select * from cards
