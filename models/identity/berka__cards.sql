-- Cards are issued for a right to use an account; they are debit cards.
with issued as (
    select * from {{ ref('staging.berka__card') }}
),

dispositions as (
    select * from {{ ref('staging.berka__disp') }}
),

cards as (
    select
        {{ record_id('berka', 'card', cast(issued.card_id as varchar)) }} as card_id,
        {{ record_id('berka', 'account', cast(dispositions.account_id as varchar)) }} as account_id,
        {{ record_id('berka', 'client', cast(dispositions.client_id as varchar)) }}
            as holder_record_id,
        issued.card_type as grade,
        cast(null as decimal(18,2)) as credit_limit,
        issued.issued_date,
        cast(null as date) as cancelled_date,
        cast(null as varchar) as status
    from issued
    join dispositions on dispositions.disposition_id = issued.disposition_id
)

select * from cards
