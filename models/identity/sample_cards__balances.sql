-- What is owed: one row for every month of a card in the months delivered, null where the file has
-- none. There are many times as many months as cards to hash.
with cards as (
    select card_no, account_id from {{ ref('identity.sample_cards__card_accounts') }}
),

accounts as (
    select
        account_id,
        {{ month_of(opened_date) }} as first_month,
        {{ month_of(closed_date) }} as last_month
    from {{ ref('identity.sample_cards__accounts') }}
),

delivered as (
    select
        cards.account_id,
        statements.month,
        statements.owed_avg as balance_avg,
        statements.owed_end as balance_end
    from {{ ref('staging.sample_cards__statements') }} statements
    join cards on cards.card_no = statements.card_no
),

months as (
    select distinct month from delivered
    where month <= {{ month_of({{ param('as_of') }}) }}
),

account_months as (
    select
        accounts.account_id,
        months.month
    from accounts
    join months
        on months.month >= accounts.first_month
        and (accounts.last_month is null or months.month <= accounts.last_month)
),

balances as (
    select
        account_months.account_id,
        account_months.month,
        delivered.balance_avg,
        delivered.balance_end
    from account_months
    left join delivered
        on delivered.account_id = account_months.account_id
        and delivered.month = account_months.month
)

select * from balances
