-- What was spent by card in a month: small, so that a month may sum up twelve of them. It names
-- the owner's record and no party: a merge of parties rewrites none of it.
with flows as (
    select
        owner_record_id,
        card_out
    from {{ ref('features.account_flows') }}
    where card_out > 0
),

card_spends as (
    select
        owner_record_id as record_id,
        {{ param('month') }} as month,
        cast(sum(card_out) as decimal(18,2)) as spent
    from flows
    group by owner_record_id
)

select * from card_spends
