-- The features of every party that exists in a month. The catalogue says what each means.
with parties as (
    select * from {{ ref('identity.parties') }}
    where first_month <= {{ param('month') }}
),

balances as (
    select * from {{ ref('features.party_balances') }}
),

recent as (
    select
        party_id,
        sum(aum_avg) as aum_sum,
        count(aum_avg) as aum_months
    from {{ ref('features.party_balances', 3) }}
    group by party_id
),

activity as (
    select
        party_map.party_id,
        sum(account_months.inflow) as inflow,
        sum(account_months.outflow) as outflow,
        sum(account_months.transactions) as transactions,
        {{ or_bits(account_months.active_day_bits) }} as active_day_bits
    from {{ ref('features.account_months') }} account_months
    join {{ ref('identity.accounts') }} accounts
        on accounts.account_id = account_months.account_id
    join {{ ref('identity.party_map') }} party_map
        on party_map.record_id = accounts.owner_record_id
    group by party_map.party_id
),

party_months as (
    select
        parties.party_id,
        {{ param('month') }} as month,
        parties.kind as party_kind,
        coalesce(balances.accounts_open, 0) as accounts_open,
        coalesce(balances.product_categories, 0) as product_categories,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else balances.deposit_avg end as deposit_avg_month,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else balances.wealth_avg end as wealth_product_avg_month,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else balances.fund_avg end as fund_avg_month,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else balances.insurance_avg end as insurance_avg_month,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else balances.aum_avg end as aum_avg_month,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else balances.aum_end end as aum_end_month,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else balances.mortgage end as mortgage_balance,
        case when balances.party_id is null then cast(0 as decimal(18,2))
            else balances.loan end as loan_balance,
        cast(coalesce(activity.inflow, 0) as decimal(18,2)) as inflow_month,
        cast(coalesce(activity.outflow, 0) as decimal(18,2)) as outflow_month,
        cast(coalesce(activity.transactions, 0) as integer) as transactions_month,
        coalesce({{ count_bits(activity.active_day_bits) }}, 0) as active_days_month,
        {{ mean(recent.aum_sum, recent.aum_months) }} as aum_avg_3m,
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
        balances.deposit_known_avg as deposit_known_avg_month,
        balances.wealth_known_avg as wealth_product_known_avg_month,
        balances.fund_known_avg as fund_known_avg_month
    from parties
    left join balances on balances.party_id = parties.party_id
    left join recent on recent.party_id = parties.party_id
    left join activity on activity.party_id = parties.party_id
)

select * from party_months
