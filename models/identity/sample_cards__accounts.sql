-- Each card is an account. It belongs to the core customer that its holder says it is, where
-- that one is known, and else to the holder.
with bank_cards as (
    select * from {{ ref('staging.sample_cards__cards') }}
),

holders as (
    select holder_no, core_customer_no from {{ ref('staging.sample_cards__holders') }}
),

known_records as (
    select record_id from {{ ref('identity.records') }}
),

owners as (
    select
        holders.holder_no,
        coalesce(
            known_records.record_id,
            {{ record_id('sample_cards', 'holder', holders.holder_no) }}
        ) as owner_record_id
    from holders
    left join known_records
        on known_records.record_id
        = {{ record_id('sample', 'customer', cast(holders.core_customer_no as varchar)) }}
),

accounts as (
    select
        {{ record_id('sample_cards', 'card', bank_cards.card_no) }} as account_id,
        'sample_cards' as system,
        bank_cards.card_no_masked as source_key,
        owners.owner_record_id,
        'card' as product,
        'CNY' as currency,
        bank_cards.issued_date as opened_date,
        bank_cards.cancelled_date as closed_date,
        cast(null as date) as maturity_date
    from bank_cards
    join owners on owners.holder_no = bank_cards.holder_no
)

select * from accounts
