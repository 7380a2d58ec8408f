-- Terms of a party that end after the month, as they look on its last day, and those that ended in
-- it. A term that ended counts with what lay on it at the end of the month before, for by the end
-- of this one it has moved; one that also began in the month counts for nothing.
with party_map as (
    select
        record_id,
        party_id
    from {{ ref('identity.party_map') }}
),

holdings as (
    select
        party_map.party_id,
        holdings.account_id,
        holdings.is_asset,
        holdings.is_open,
        holdings.balance_end,
        holdings.opened_date,
        holdings.maturity_date
    from {{ ref('features.account_holdings') }} holdings
    join party_map on party_map.record_id = holdings.owner_record_id
    where holdings.maturity_date >= {{ first_day({{ param('month') }}) }}
),

before as (
    select
        account_id,
        balance_end
    from {{ ref('features.account_months', 2) }}
    where month < {{ param('month') }}
),

aums as (
    select
        party_id,
        max(case when month < {{ param('month') }} then aum_end end) as aum_before,
        max(case when month = {{ param('month') }} then aum_end end) as aum_now
    from {{ ref('features.party_accounts', 2) }}
    group by party_id
),

running as (
    select
        party_id,
        is_asset,
        balance_end,
        maturity_date,
        {{ days_between({{ last_day({{ param('month') }}) }}, maturity_date) }} as days_left,
        maturity_date <= {{ last_day({{ add_months({{ param('month') }}, 12) }}) }} as is_in_12m
    from holdings
    where
        is_open
        and maturity_date > {{ last_day({{ param('month') }}) }}
),

assets as (
    select
        party_id,
        min(maturity_date) as next_date,
        count_if(days_left <= 90) as terms_90d,
        sum(case when days_left <= 30 then balance_end end) as known_30d,
        sum(case when days_left <= 90 then balance_end end) as known_90d,
        sum(case when days_left <= 180 then balance_end end) as known_180d,
        sum(case when is_in_12m then balance_end end) as known_12m,
        sum(balance_end) as known,
        count_if(days_left <= 30 and balance_end is null) as unknown_30d,
        count_if(days_left <= 90 and balance_end is null) as unknown_90d,
        count_if(days_left <= 180 and balance_end is null) as unknown_180d,
        count_if(is_in_12m and balance_end is null) as unknown_12m,
        count_if(balance_end is null) as unknown
    from running
    where is_asset
    group by party_id
),

next_days as (
    select
        running.party_id,
        sum(running.balance_end) as known,
        count_if(running.balance_end is null) as unknown
    from running
    join assets
        on assets.party_id = running.party_id
        and assets.next_date = running.maturity_date
    where running.is_asset
    group by running.party_id
),

loans as (
    select
        party_id,
        min(maturity_date) as next_date,
        sum(case when days_left <= 90 then balance_end end) as known_90d,
        count_if(days_left <= 90 and balance_end is null) as unknown_90d
    from running
    where not is_asset
    group by party_id
),

ended as (
    select
        holdings.party_id,
        count(*) as terms,
        sum(before.balance_end) as known,
        count_if(before.balance_end is null) as unknown
    from holdings
    left join before on before.account_id = holdings.account_id
    where
        holdings.is_asset
        and holdings.maturity_date <= {{ last_day({{ param('month') }}) }}
        and holdings.opened_date < {{ first_day({{ param('month') }}) }}
    group by holdings.party_id
),

parties as (
    select party_id
    from holdings
    group by party_id
),

whole as (
    select
        parties.party_id,
        coalesce(assets.terms_90d, 0) as terms_90d,
        assets.next_date,
        case when next_days.unknown = 0 then next_days.known end as next_amount,
        case when assets.party_id is null then 0
            when assets.unknown_30d = 0 then coalesce(assets.known_30d, 0) end as ends_30d,
        case when assets.party_id is null then 0
            when assets.unknown_90d = 0 then coalesce(assets.known_90d, 0) end as ends_90d,
        case when assets.party_id is null then 0
            when assets.unknown_180d = 0 then coalesce(assets.known_180d, 0) end as ends_180d,
        case when assets.party_id is null then 0
            when assets.unknown_12m = 0 then coalesce(assets.known_12m, 0) end as ends_12m,
        case when assets.party_id is null then 0
            when assets.unknown = 0 then assets.known end as all_terms,
        loans.next_date as next_loan_date,
        case when loans.party_id is null then 0
            when loans.unknown_90d = 0 then coalesce(loans.known_90d, 0) end as loans_90d,
        coalesce(ended.terms, 0) as ended_terms,
        case when ended.party_id is null then 0
            when ended.unknown = 0 then ended.known end as ended_amount,
        aums.aum_now,
        case when aums.aum_now >= aums.aum_before then 0
            else aums.aum_before - aums.aum_now end as aum_fall
    from parties
    left join assets on assets.party_id = parties.party_id
    left join next_days on next_days.party_id = parties.party_id
    left join loans on loans.party_id = parties.party_id
    left join ended on ended.party_id = parties.party_id
    left join aums on aums.party_id = parties.party_id
),

party_maturities as (
    select
        party_id,
        {{ param('month') }} as month,
        cast(ends_30d as decimal(18,2)) as maturing_30d,
        cast(ends_90d as decimal(18,2)) as maturing_90d,
        cast(ends_180d as decimal(18,2)) as maturing_180d,
        cast(ends_12m as decimal(18,2)) as maturing_12m,
        cast(all_terms - ends_12m as decimal(18,2)) as maturing_later,
        cast(terms_90d as integer) as maturities_90d,
        {{ share(ends_90d, aum_now) }} as maturing_90d_share,
        next_date as next_maturity_date,
        cast(next_amount as decimal(18,2)) as next_maturity_amount,
        cast(ended_amount as decimal(18,2)) as matured_month,
        cast(ended_terms as integer) as maturities_month,
        {{ share(
            case when aum_fall < ended_amount then ended_amount - aum_fall
                when aum_fall >= ended_amount then 0 end,
            ended_amount
        ) }} as matured_kept_share,
        cast(loans_90d as decimal(18,2)) as loans_due_90d,
        next_loan_date as next_loan_due_date
    from whole
)

select * from party_maturities
