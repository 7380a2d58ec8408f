-- The features of every party that exists in a month. The catalogue says what each means.
with parties as (
    select * from {{ ref('identity.parties') }}
    where first_month <= {{ param('month') }}
),

accounts as (
    select * from {{ ref('features.party_accounts') }}
),

recent as (
    select
        party_id,
        sum(aum_avg) as aum_sum,
        count(aum_avg) as aum_months
    from {{ ref('features.party_accounts', 3) }}
    group by party_id
),

party_map as (
    select record_id, party_id from {{ ref('identity.party_map') }}
),

record_spends as (
    select
        record_id,
        sum(spent) as spent
    from {{ ref('features.card_spends', 12) }}
    group by record_id
),

-- Whoever stands on a list on the last day of the month.
listed as (
    select
        party_map.party_id,
        count_if(listings.list = 'black') as black_listings
    from {{ ref('identity.importance_listings') }} listings
    join party_map on party_map.record_id = listings.record_id
    where
        listings.from_date <= {{ last_day({{ param('month') }}) }}
        and (
            listings.until_date is null
            or listings.until_date >= {{ last_day({{ param('month') }}) }}
        )
    group by party_map.party_id
),

card_spends as (
    select
        party_map.party_id,
        sum(record_spends.spent) as spent
    from record_spends
    join party_map on party_map.record_id = record_spends.record_id
    group by party_map.party_id
),

party_months as (
    select
        parties.party_id,
        {{ param('month') }} as month,
        parties.kind as party_kind,
        coalesce(accounts.accounts_open, 0) as accounts_open,
        coalesce(accounts.product_categories, 0) as product_categories,
        case when accounts.party_id is null then cast(0 as decimal(18,2))
            else accounts.deposit_avg end as deposit_avg_month,
        case when accounts.party_id is null then cast(0 as decimal(18,2))
            else accounts.wealth_avg end as wealth_product_avg_month,
        case when accounts.party_id is null then cast(0 as decimal(18,2))
            else accounts.fund_avg end as fund_avg_month,
        case when accounts.party_id is null then cast(0 as decimal(18,2))
            else accounts.insurance_avg end as insurance_avg_month,
        case when accounts.party_id is null then cast(0 as decimal(18,2))
            else accounts.aum_avg end as aum_avg_month,
        case when accounts.party_id is null then cast(0 as decimal(18,2))
            else accounts.aum_end end as aum_end_month,
        case when accounts.party_id is null then cast(0 as decimal(18,2))
            else accounts.mortgage end as mortgage_balance,
        case when accounts.party_id is null then cast(0 as decimal(18,2))
            else accounts.loan end as loan_balance,
        cast(coalesce(accounts.inflow, 0) as decimal(18,2)) as inflow_month,
        cast(coalesce(accounts.outflow, 0) as decimal(18,2)) as outflow_month,
        coalesce(accounts.transactions, 0) as transactions_month,
        coalesce(accounts.active_days, 0) as active_days_month,
        {{ mean(recent.aum_sum, recent.aum_months) }} as aum_avg_3m,
        cast(coalesce(card_spends.spent, 0) as decimal(18,2)) as card_spend_12m,
        cast(
            {{ month_index({{ param('month') }}) }} - {{ month_index(parties.first_month) }}
            as integer
        ) as tenure_months,
        cast(
            {{ idiv(
                {{ month_index({{ param('month') }}) }}
                - {{ month_index({{ month_of(parties.birth_date) }}) }},
                12
            ) }} as integer
        ) as age_years,
        parties.private_banking_agreement,
        case
            when listed.party_id is null then 'ordinary'
            when listed.black_listings > 0 then 'black'
            else 'red'
        end as importance,
        parties.annual_sales,
        accounts.deposit_known_avg as deposit_known_avg_month,
        accounts.wealth_known_avg as wealth_product_known_avg_month,
        accounts.fund_known_avg as fund_known_avg_month
    from parties
    left join accounts on accounts.party_id = parties.party_id
    left join recent on recent.party_id = parties.party_id
    left join card_spends on card_spends.party_id = parties.party_id
    left join listed on listed.party_id = parties.party_id
)

select * from party_months
