-- Balances of a party over a year back. A mean is over the months that have a known amount: one
-- without any account has none. A change takes such a month for nothing held. What a window adds up
-- to is what the lifetime has now less what it had before the window.
with this_month as (
    select * from {{ ref('features.party_lifetimes') }}
),

month_before as (
    select * from {{ ref('features.party_lifetimes', 2) }}
    where month = {{ add_months({{ param('month') }}, -1) }}
),

three_before as (
    select * from {{ ref('features.party_lifetimes', 4) }}
    where month = {{ add_months({{ param('month') }}, -3) }}
),

four_before as (
    select * from {{ ref('features.party_lifetimes', 5) }}
    where month = {{ add_months({{ param('month') }}, -4) }}
),

six_before as (
    select * from {{ ref('features.party_lifetimes', 7) }}
    where month = {{ add_months({{ param('month') }}, -6) }}
),

year_before as (
    select * from {{ ref('features.party_lifetimes', 13) }}
    where month = {{ add_months({{ param('month') }}, -12) }}
),

december as (
    select
        party_id,
        aum_end
    from {{ ref('features.party_lifetimes', 13) }}
    where month = {{ add_months({{ param('month') }}, -({{ param('month') }} % 100)) }}
),

months as (
    select
        party_id,
        cast(
            12 - {{ month_index({{ param('month') }}) }} + {{ month_index(month) }}
            as decimal(2,0)
        ) as weight,
        aum_avg
    from {{ ref('features.party_accounts', 12) }}
    where aum_avg is not null
),

accounts as (
    select * from {{ ref('features.party_accounts') }}
),

parties as (
    select
        party_id,
        {{ month_index({{ param('month') }}) }} - {{ month_index(first_month) }} as months_old
    from {{ ref('identity.parties') }}
),

-- The month before and last December may lie before the data begins.
reach as (
    select
        (select count(*) from month_before) > 0 as has_before,
        (select count(*) from december) > 0 as has_december
),

sums as (
    select
        this_month.party_id,
        this_month.aum_end,
        {{ mean(this_month.aum_sum, this_month.aum_months) }} as aum_avg_life,
        this_month.deposit_sum - coalesce(three_before.deposit_sum, 0) as deposit_sum_3m,
        this_month.deposit_months - coalesce(three_before.deposit_months, 0) as deposit_months_3m,
        this_month.deposit_sum - coalesce(six_before.deposit_sum, 0) as deposit_sum_6m,
        this_month.deposit_months - coalesce(six_before.deposit_months, 0) as deposit_months_6m,
        this_month.deposit_sum - coalesce(year_before.deposit_sum, 0) as deposit_sum_12m,
        this_month.deposit_months - coalesce(year_before.deposit_months, 0) as deposit_months_12m,
        this_month.aum_sum - coalesce(six_before.aum_sum, 0) as aum_sum_6m,
        this_month.aum_months - coalesce(six_before.aum_months, 0) as aum_months_6m,
        this_month.aum_sum - coalesce(year_before.aum_sum, 0) as aum_sum_12m,
        this_month.aum_months - coalesce(year_before.aum_months, 0) as aum_months_12m,
        this_month.known_sum - coalesce(three_before.known_sum, 0) as known_sum_3m,
        this_month.known_months - coalesce(three_before.known_months, 0) as known_months_3m,
        this_month.known_sum - coalesce(year_before.known_sum, 0) as known_sum_12m,
        this_month.known_months - coalesce(year_before.known_months, 0) as known_months_12m,
        month_before.aum_sum - coalesce(four_before.aum_sum, 0) as aum_sum_before,
        month_before.aum_months - coalesce(four_before.aum_months, 0) as aum_months_before,
        month_before.known_sum - coalesce(four_before.known_sum, 0) as known_sum_before,
        month_before.known_months - coalesce(four_before.known_months, 0) as known_months_before,
        year_before.aum_avg as aum_year_ago,
        -- Nobody's row: nothing was held, where the party is younger or the data goes back so far.
        case
            when month_before.party_id is not null then month_before.aum_end
            when parties.months_old < 1 or reach.has_before then 0
        end as month_begin,
        case
            when december.party_id is not null then december.aum_end
            when parties.months_old < {{ param('month') }} % 100 or reach.has_december then 0
        end as year_begin
    from this_month
    join parties on parties.party_id = this_month.party_id
    left join month_before on month_before.party_id = this_month.party_id
    left join three_before on three_before.party_id = this_month.party_id
    left join four_before on four_before.party_id = this_month.party_id
    left join six_before on six_before.party_id = this_month.party_id
    left join year_before on year_before.party_id = this_month.party_id
    left join december on december.party_id = this_month.party_id
    cross join reach
),

means as (
    select
        party_id,
        {{ mean(aum_sum_12m, aum_months_12m) }} as aum_avg_12m
    from sums
    where aum_months_12m > 0
),

-- The year month by month: only its ends and how far it lies from its mean need all of them.
years as (
    select
        months.party_id,
        max(months.aum_avg) as aum_max_12m,
        min(months.aum_avg) as aum_min_12m,
        sum(months.weight) as weights,
        sum(cast(months.weight * months.aum_avg as decimal(18,2))) as weighted_sum,
        {{ share(
            sum(abs(months.aum_avg - means.aum_avg_12m)), count(*) * max(means.aum_avg_12m)
        ) }} as aum_volatility_12m
    from months
    join means on means.party_id = months.party_id
    group by months.party_id
),

held as (
    select
        sums.*,
        accounts.deposit_avg,
        accounts.wealth_avg,
        accounts.fund_avg,
        accounts.insurance_avg,
        accounts.aum_known_avg,
        accounts.loan_known_avg,
        case when accounts.party_id is null then 0 else accounts.aum_avg end as aum_avg
    from sums
    left join accounts on accounts.party_id = sums.party_id
),

party_balances as (
    select
        held.party_id,
        {{ param('month') }} as month,
        held.aum_known_avg as aum_known_avg_month,
        held.loan_known_avg as loan_known_avg_month,
        {{ mean(held.known_sum_3m, held.known_months_3m) }} as aum_known_mean_3m,
        {{ mean(held.known_sum_12m, held.known_months_12m) }} as aum_known_mean_12m,
        cast(
            held.aum_known_avg - {{ mean(held.known_sum_before, held.known_months_before) }}
            as decimal(18,2)
        ) as aum_known_trend,
        {{ mean(held.deposit_sum_3m, held.deposit_months_3m) }} as deposit_avg_3m,
        {{ mean(held.deposit_sum_6m, held.deposit_months_6m) }} as deposit_avg_6m,
        {{ mean(held.deposit_sum_12m, held.deposit_months_12m) }} as deposit_avg_12m,
        {{ mean(held.aum_sum_6m, held.aum_months_6m) }} as aum_avg_6m,
        {{ mean(held.aum_sum_12m, held.aum_months_12m) }} as aum_avg_12m,
        {{ mean(years.weighted_sum, years.weights) }} as aum_weighted_avg_12m,
        held.aum_avg_life,
        years.aum_max_12m,
        years.aum_min_12m,
        cast(held.aum_months_12m as integer) as aum_months_known_12m,
        {{ share(held.aum_avg, years.aum_max_12m) }} as aum_peak_share,
        years.aum_volatility_12m,
        {{ share(
            held.aum_avg * held.aum_months_before - held.aum_sum_before, held.aum_sum_before
        ) }} as aum_trend_3m,
        {{ share(held.aum_avg - held.aum_year_ago, held.aum_year_ago) }} as aum_growth_12m,
        cast(held.aum_end - held.month_begin as decimal(18,2)) as aum_end_change_month,
        cast(held.year_begin as decimal(18,2)) as aum_year_begin,
        cast(held.aum_end - held.year_begin as decimal(18,2)) as aum_change_year,
        {{ share(held.aum_end, held.aum_avg) }} as aum_end_to_avg_share,
        {{ share(held.deposit_avg, held.aum_avg) }} as deposit_share,
        {{ share(held.wealth_avg, held.aum_avg) }} as wealth_product_share,
        {{ share(held.fund_avg, held.aum_avg) }} as fund_share,
        {{ share(held.insurance_avg, held.aum_avg) }} as insurance_share
    from held
    left join years on years.party_id = held.party_id
)

select * from party_balances
