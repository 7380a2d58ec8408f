-- What is owed: one row for every month of a card in the months delivered, null where the file has
-- none.
with account_keys as (
    select
        card_no,
        {{ record_id('sample_cards', 'card', card_no) }} as account_id,
        {{ month_of(issued_date) }} as first_month,
        {{ month_of(cancelled_date) }} as last_month
    from {{ ref('staging.sample_cards__cards') }}
),

delivered as (
    select * from {{ ref('staging.sample_cards__statements') }}
),

months as (
    select distinct month from delivered
    where month <= {{ month_of({{ param('as_of') }}) }}
),

account_months as (
    select
        account_keys.card_no,
        account_keys.account_id,
        months.month
    from account_keys
    join months
        on months.month >= account_keys.first_month
        and (account_keys.last_month is null or months.month <= account_keys.last_month)
),

balances as (
    select
        account_months.account_id,
        account_months.month,
        delivered.owed_avg as balance_avg,
        delivered.owed_end as balance_end
    from account_months
    left join delivered
        on delivered.card_no = account_months.card_no
        and delivered.month = account_months.month
)

select * from balances
