-- Bookings of the corner bank: all of them at the counter.
with bookings as (
    select * from {{ source('corner', 'bookings') }}
),

bank_accounts as (
    select * from {{ source('corner', 'accounts') }}
),

transactions as (
    select
        {{ record_id('corner', 'booking', cast(bookings.booking_no as varchar)) }}
            as transaction_id,
        {{ record_id('corner', 'account', bookings.account_no) }} as account_id,
        bookings.booked as booked_date,
        bookings.amount,
        bank_accounts.currency,
        'counter' as channel,
        cast(null as varchar) as counterparty_bank,
        'cash' as kind
    from bookings
    join bank_accounts on bank_accounts.account_no = bookings.account_no
)

select * from transactions
