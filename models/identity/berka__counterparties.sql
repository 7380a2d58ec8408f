-- Accounts at other banks; transactions without one have no row.
with booked as (
    select * from {{ ref('staging.berka__trans') }}
    where counterparty_bank is not null and counterparty_account is not null
),

counterparties as (
    select
        {{ record_id('berka', 'trans', cast(transaction_id as varchar)) }} as transaction_id,
        counterparty_bank,
        {{ record_id('berka', counterparty_bank, counterparty_account) }}
            as counterparty_account_id
    from booked
)

select * from counterparties
