-- What a party's months add up to since the first month that the data has: what a window of months
-- adds up to is the difference of two such sums. It goes on from the month before, so that a month
-- reads one month and not all.
with party_accounts as (
    select
        party_id,
        deposit_avg,
        aum_avg,
        aum_known_avg,
        aum_end
    from {{ ref('features.party_accounts') }}
),

month_before as (
    select * from {{ previous() }} party_lifetimes
),

party_lifetimes as (
    select
        coalesce(party_accounts.party_id, month_before.party_id) as party_id,
        {{ param('month') }} as month,
        cast(
            case when party_accounts.party_id is null then 0 else party_accounts.aum_end end
            as decimal(18,2)
        ) as aum_end,
        party_accounts.aum_avg,
        cast(
            coalesce(month_before.deposit_sum, 0) + coalesce(party_accounts.deposit_avg, 0)
            as decimal(18,2)
        ) as deposit_sum,
        cast(
            coalesce(month_before.aum_sum, 0) + coalesce(party_accounts.aum_avg, 0)
            as decimal(18,2)
        ) as aum_sum,
        cast(
            coalesce(month_before.known_sum, 0) + coalesce(party_accounts.aum_known_avg, 0)
            as decimal(18,2)
        ) as known_sum,
        coalesce(month_before.deposit_months, 0)
        + case when party_accounts.deposit_avg is null then 0 else 1 end as deposit_months,
        coalesce(month_before.aum_months, 0)
        + case when party_accounts.aum_avg is null then 0 else 1 end as aum_months,
        coalesce(month_before.known_months, 0)
        + case when party_accounts.aum_known_avg is null then 0 else 1 end as known_months
    from party_accounts
    full outer join month_before on month_before.party_id = party_accounts.party_id
)

select * from party_lifetimes
